import { select } from "./engine/select.ts";
import { judgeReference } from "./reference/faults/matrix.ts";
import { LIMITS } from "./reference/configuration.ts";
import { answering, replying, type Fault } from "./reference/faults/fault.ts";
import { headersWith } from "./reference/faults/fault.ts";
const [variant, ...sel] = process.argv.slice(2);
let fault: Fault | null = null;
let store: any;
const noWait = replying("", (r) => { const v = r.headers.get("X-Weave-Limit"); if (v) r.headers.set("X-Weave-Limit", v.replace(/;(wait|received)=\d+/g, "")); });
if (variant === "A") { LIMITS.max_request_bytes = 1048576 + 51200; LIMITS.max_sessions = 1; fault = noWait; }
if (variant === "B") { LIMITS.max_record_payload_bytes = 2 * 1048576; LIMITS.max_request_bytes = 2.5 * 1048576; }
if (variant === "B2") { LIMITS.max_record_payload_bytes = 2 * 1048576; LIMITS.max_request_bytes = 1048576 + 51200; }
if (variant === "C") { Object.assign(LIMITS, { max_request_bytes: 1e9, max_post_records: 1e6, max_post_bytes: 4e8, max_record_payload_bytes: 1e8, max_session_records: 1e6, max_session_bytes: 1e9, max_sessions: 1000 }); }
if (variant === "C2") { Object.assign(LIMITS, { max_request_bytes: 41e6, max_post_records: 20000, max_post_bytes: 3e7, max_record_payload_bytes: 1e7, max_session_records: 19000, max_session_bytes: 5e7, max_session_ttl: 60, max_session_lifetime: 300, max_sessions: 20 }); }
if (variant === "D") { Object.assign(LIMITS, { max_session_records: 1, max_session_bytes: 1 }); }
if (variant === "D2") { Object.assign(LIMITS, { max_session_records: 3, max_session_bytes: 5 }); }
if (variant === "perform409") fault = { does: "", store: (s) => (store = s), handler: answering("", async (call) => { const r = await call.pass(); if (r.status === 409 && call.operation === "putRecord") { const [, partition, collection, id] = call.path.split("/"); store.write(call.account, [{ kind: "replace", partition, collection, id, fields: { payload: "sneaky" } }]); } return r; }).handler! };
if (variant === "stage413") fault = answering("", async (call) => { const r = await call.pass(); if (r.status === 413 && call.headers.has("X-Weave-Session")) { try { await call.pass({ text: JSON.stringify(JSON.parse(call.text).slice(0, 1)), headers: headersWith(call.headers, { "X-Weave-Client": "q" + Math.random().toString().slice(2) }) }); } catch {} } return r; });
if (variant === "begin413") fault = answering("", async (call) => { const r = await call.pass(); if (r.status === 413 && call.operation === "postSessions") { await call.pass({ text: call.text.replaceAll("  ", "") }); } return r; });
if (variant === "quota") { const Q = 700000; fault = { does: "", store: (s) => ({ ...s, write: (a, c, q) => s.write(a, c, q == null ? q : Q), sessions: { ...s.sessions, commit: (a, i, q) => s.sessions.commit(a, i, q == null ? q : Q) } }), handler: replying("", (r, call) => { if (call.operation === "getInfoQuota" && r.json?.quota) r.json = { ...r.json, quota: Q }; }).handler! }; }
const { chosen } = select(sel);
const queue = [...chosen];
await Promise.all(Array.from({ length: 4 }, async () => { for (let rule = queue.shift(); rule; rule = queue.shift()) { const r = await judgeReference(rule, fault); if (r.outcome !== "passed" || process.env.ALL) console.log(rule, r.outcome, r.reason?.slice(0, 250), r.durationMs); } }));
console.log(variant, "done", chosen.length);
