/** Servers with one fault each, for the rules of `checks/record/index.ts`. */
import { answering, type Call, type FaultsOf, headersWith, replying, storing } from "../fault.ts";
import { parentOf, peek, UNMODIFIED } from "../support/peek.ts";
import { eachListed, parse, refused, sending, writesRecord } from "../support/request.ts";
import { recordBody } from "./body.ts";
import { recordFields } from "./fields.ts";
import { recordForgotten } from "./forgotten.ts";
import { recordId } from "./id.ts";
import { recordModified } from "./modified.ts";

/** Whether the collection of a record is there. */
async function isKnown(call: Call): Promise<boolean> {
  return (await peek(call, parentOf(call.path))).ok;
}

/** The `ttl` with which each path was last written. */
const ttls = new Map<string, number>();

export const record = {
  ...recordBody,
  ...recordFields,
  ...recordModified,
  ...recordForgotten,
  ...recordId,
  "record.get.ok": replying(
    "leaves out of a record its id, which the client knows",
    (reply, { operation }) => {
      if (operation !== "getRecord" || !reply.ok) return;
      const { id: _, ...rest } = reply.json;
      reply.json = rest;
    },
  ),

  "record.get.missing": answering("takes a missing collection for one of empty records", async (call) => {
    const reply = await call.pass();
    if (call.operation !== "getRecord" || reply.status !== 404 || (await isKnown(call))) return reply;
    reply.status = 200;
    reply.headers.set("Content-Type", "application/json");
    reply.headers.set("X-Last-Modified-Version", "0");
    reply.json = { id: call.path.split("/").at(-1), version: 1, modified: 0, payload: "" };
    return reply;
  }),

  "record.get.sortindex": replying("leaves a negative `sortindex` out of listings", (reply, call) =>
    eachListed(reply, call, (record) => {
      if (Number(record.sortindex) < 0) delete record.sortindex;
    }),
  ),

  "record.get.sortindex-unset": replying("shows an unset `sortindex` as 0 in listings", (reply, call) =>
    eachListed(reply, call, (record) => {
      record.sortindex ??= 0;
    }),
  ),

  "record.get.ttl": replying("returns the `ttl` that a record was given", (reply, call) => {
    const place = `${call.account} ${call.path}`;
    if (writesRecord(call) && reply.ok) ttls.set(place, Number(Object(parse(call.text)).ttl ?? 0));
    const ttl = ttls.get(place);
    if (call.operation === "getRecord" && reply.ok && ttl) reply.json = { ...reply.json, ttl };
  }),

  "record.head": answering("ignores preconditions on HEAD, which changes nothing", (call) => {
    if (call.operation !== "headRecord") return call.pass();
    return call.pass({ headers: headersWith(call.headers, { [UNMODIFIED]: null }) });
  }),

  "record.created": replying("answers 204 to any POST of a record", (reply, { operation }) => {
    if (operation === "postRecord" && reply.status === 201) reply.status = 204;
  }),

  "record.changed": replying("answers 201 to any PUT of a record", (reply, { operation }) => {
    if (operation === "putRecord" && reply.status === 204) reply.status = 201;
  }),

  "record.put.creates-collection": answering("lets only PUT create a collection", async (call) =>
    call.operation === "postRecord" && !(await isKnown(call)) ? refused(call, 404) : call.pass(),
  ),

  "record.put.replaces": sending("keeps the `sortindex` that a PUT leaves out", async (body, call) =>
    call.method === "PUT" ? { sortindex: (await peek(call)).json?.sortindex, ...body } : body,
  ),

  "record.put.null": sending("takes null as `sortindex` of a PUT for 0", (body, { method }) =>
    method === "PUT" && body.sortindex === null ? { ...body, sortindex: 0 } : body,
  ),

  "record.post.keeps": sending("resets the `sortindex` that a POST leaves out", (body, { method }) =>
    method === "POST" ? { sortindex: null, ...body } : body,
  ),

  "record.post.null": sending("takes null as `ttl` of a POST for its absence", (body, { method }) => {
    const { ttl, ...rest } = body;
    return method === "POST" && ttl === null ? rest : body;
  }),

  "record.post.default-payload": answering("refuses to create a record without `payload`", async (call) => {
    const lacks = call.operation === "postRecord" && !call.text.includes('"payload"');
    return lacks && !(await peek(call)).ok ? refused(call, 422) : call.pass();
  }),

  "record.delete.gone": storing("keeps counting records that were deleted one by one", (store) => {
    const deleted = new Map<string, number>();
    return {
      write(account, changes) {
        for (const change of changes) {
          if (change.kind !== "deleteRecords") continue;
          const place = `${account} ${change.partition}/${change.collection}`;
          deleted.set(place, (deleted.get(place) ?? 0) + change.ids.length);
        }
        return store.write(account, changes);
      },
      collections: (account) =>
        store.collections(account).map((collection) => {
          const gone = deleted.get(`${account} ${collection.path}`) ?? 0;
          return { ...collection, count: collection.count + gone };
        }),
    };
  }),

  "record.delete.missing": answering("takes a record that is gone for one deleted", async (call) => {
    const reply = await call.pass();
    if (call.operation !== "deleteRecord" || reply.status !== 404) return reply;
    reply.status = 204;
    reply.headers.set("X-Last-Modified-Version", "0");
    reply.text = "";
    return reply;
  }),
} satisfies FaultsOf<"record">;
