import { LIMITS } from "../../service-limits.ts";
import { answering, type Call, type FaultsOf, type Reply, replying, storing } from "../fault.ts";
import { parse, writesRecord } from "../support/request.ts";
import { limitWait } from "./wait.ts";

type Element = { payload?: unknown };

const LIMIT = "X-Weave-Limit";

/** The list in the body of a call; null where there is none. */
export function listOf({ operation, text }: Call): Element[] | null {
  const list = operation === "postCollection" || operation === "postPartition" ? parse(text) : null;
  return Array.isArray(list) ? list : null;
}

/** Octets of all payloads, as something counts them. */
function sum(list: Element[], count: (payload: string) => number): number {
  return list.reduce((all, { payload }) => all + (typeof payload === "string" ? count(payload) : 0), 0);
}

const characters = (payload: string) => payload.length;
const bytes = (payload: string) => Buffer.byteLength(payload);

/** The payload of the one record in the body of a call; null where there is none. */
function payloadOf(call: Call): string | null {
  const { payload } = Object(writesRecord(call) ? parse(call.text) : null) as Element;
  return typeof payload === "string" ? payload : null;
}

/** Sends a list that is something else, and is answered as it is. */
function instead(call: Call, list: unknown[]): Promise<Reply> {
  return call.pass({ text: JSON.stringify(list) });
}

const bodies = {
  "limit.request-bytes": answering("counts the octets of a body without its white space", (call) => {
    if (call.octets.length <= LIMITS.max_request_bytes) return call.pass();
    const body = parse(call.text);
    return call.pass(body === undefined ? {} : { text: JSON.stringify(body) });
  }),

  "limit.request-bytes.within": answering("takes only less than max_request_bytes", (call) =>
    call.pass(call.octets.length === LIMITS.max_request_bytes ? { text: `${call.text} ` } : {}),
  ),

  "limit.payload": answering("counts the characters of a payload", (call) => {
    const payload = payloadOf(call) ?? "";
    const most = LIMITS.max_record_payload_bytes;
    const missed = bytes(payload) > most && characters(payload) <= most;
    return call.pass(missed ? { text: '{"payload":""}' } : {});
  }),

  "limit.payload.within": answering("counts a payload with its escapes", (call) => {
    const payload = payloadOf(call) ?? "";
    const most = LIMITS.max_record_payload_bytes;
    const seen = bytes(JSON.stringify(payload)) - 2;
    return call.pass(seen > most ? { text: JSON.stringify({ payload: "x".repeat(most + 1) }) } : {});
  }),

  "limit.payload.list": answering("counts the characters of a payload in a list", (call) => {
    const list = listOf(call) ?? [];
    const most = LIMITS.max_record_payload_bytes;
    const missed = ({ payload }: Element) =>
      typeof payload === "string" && bytes(payload) > most && payload.length <= most;
    if (!list.some((element) => missed(Object(element)))) return call.pass();
    return instead(
      call,
      list.map((element) => (missed(element) ? { ...element, payload: "" } : element)),
    );
  }),

  "limit.post-records": answering("counts the elements of a list from 0", (call) => {
    const list = listOf(call) ?? [];
    const most = LIMITS.max_post_records;
    return list.length === most + 1 ? instead(call, list.slice(0, most)) : call.pass();
  }),

  "limit.post-records.within": answering("takes only fewer than max_post_records", (call) => {
    const list = listOf(call) ?? [];
    return list.length === LIMITS.max_post_records ? instead(call, [...list, {}]) : call.pass();
  }),

  "limit.post-bytes": answering("counts the characters of all payloads of a list", (call) => {
    const list = listOf(call) ?? [];
    const most = LIMITS.max_post_bytes;
    if (sum(list, bytes) <= most || sum(list, characters) > most) return call.pass();
    return instead(
      call,
      list.map((element) => ({ ...element, payload: "" })),
    );
  }),

  "limit.post-bytes.within": answering("takes only less than max_post_bytes", (call) => {
    const list = listOf(call) ?? [];
    if (sum(list, bytes) !== LIMITS.max_post_bytes) return call.pass();
    return instead(
      call,
      list.map((element, index) => (index === 0 ? { ...element, payload: `${element.payload}x` } : element)),
    );
  }),

  "limit.stores-nothing": answering("stores of a list that is too long what is within", async (call) => {
    const reply = await call.pass();
    const list = listOf(call) ?? [];
    if (reply.status === 413 && list.length > LIMITS.max_post_records) {
      await instead(call, list.slice(0, LIMITS.max_post_records));
    }
    return reply;
  }),
};

/** A fault that finds something else staged in a session than there is. */
function counting(does: string, change: (staged: { records: number; bytes: number }) => void) {
  return storing(does, (store) => ({
    sessions: {
      ...store.sessions,
      find(account, id) {
        const session = store.sessions.find(account, id);
        if (session) change(session.staged);
        return session;
      },
    },
  }));
}

const sessions = {
  "limit.session-records": counting("lets a session hold one record more", (staged) => {
    if (staged.records === LIMITS.max_session_records) staged.records -= 1;
  }),
  "limit.session-records.within": counting("counts the session itself as a record", (staged) => {
    if (staged.records > 0) staged.records += 1;
  }),
  "limit.session-bytes": counting("lets a session hold one byte more", (staged) => {
    if (staged.bytes === LIMITS.max_session_bytes) staged.bytes -= 1;
  }),
  "limit.session-bytes.within": counting("counts an end to what is staged as a byte", (staged) => {
    if (staged.bytes > 0) staged.bytes += 1;
  }),
};

/** A fault in what a 413 says of the limit. */
function telling(does: string, from: RegExp, to: string) {
  return replying(does, ({ status, headers }) => {
    const value = headers.get(LIMIT);
    if (status === 413 && value !== null) headers.set(LIMIT, value.replace(from, to));
  });
}

const headers = {
  "limit.header": telling("gives the limit as a string", /;limit=(\d+)/, ';limit="$1"'),
  "limit.header.name": telling(
    "takes what is too much for a list for too much for a body",
    /^max_post_bytes;.*(?=;wait)/,
    `max_request_bytes;limit=${LIMITS.max_request_bytes}`,
  ),
  "limit.header.value": telling("gives the last index of a list as its limit", /;limit=100;/, ";limit=99;"),
  "limit.header.received": telling(
    "says that it received what it took of a body",
    /^(max_request_bytes;limit=)(\d+);received=\d+/,
    "$1$2;received=$2",
  ),
};

export const limit = { ...bodies, ...sessions, ...headers, ...limitWait } satisfies FaultsOf<"limit">;
