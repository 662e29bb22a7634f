/** Servers with one fault each, for the rules of `checks/list/index.ts`. */
import { answering, type FaultsOf, type Reply, replying, storing } from "../fault.ts";
import { eachListed, querying } from "../support/request.ts";
import { listLimit } from "./limit.ts";
import { listOffset } from "./offset.ts";
import { listSort } from "./sort.ts";

function isLines({ headers, status }: Reply): boolean {
  return status === 200 && headers.get("Content-Type") === "application/newlines";
}

export const list = {
  ...listLimit,
  ...listOffset,
  ...listSort,
  "list.full.records": replying("leaves `sortindex` out of the records of a listing", (reply, call) =>
    eachListed(reply, call, (record) => {
      delete record.sortindex;
    }),
  ),

  "list.full.any-value": querying("takes `full=0` and `full=false` for a no", (query) => {
    if (["0", "false"].includes(query.get("full") ?? "")) query.delete("full");
  }),

  "list.ids.selects": storing("ignores all other filters if `ids` is given", (store) => ({
    list: (account, query) => store.list(account, query.ids ? { ...query, newer: null, older: null } : query),
  })),

  "list.newer.strict": storing("includes the version itself in `newer`", (store) => ({
    list: (account, query) =>
      store.list(account, { ...query, newer: query.newer === null ? null : query.newer - 1 }),
  })),

  "list.older.strict": storing("includes the version itself in `older`", (store) => ({
    list: (account, query) =>
      store.list(account, { ...query, older: query.older === null ? null : query.older + 1 }),
  })),

  "list.newlines.lines": replying("puts line feeds between the lines only", (reply) => {
    if (isLines(reply)) reply.text = reply.text.replace(/\n$/, "");
  }),

  "list.newlines.empty": replying("ends an empty listing with a line feed too", (reply, { method }) => {
    if (isLines(reply) && reply.text === "" && method === "GET") reply.text = "\n";
  }),

  "list.offset.garbage": answering("takes a token that it cannot read for the first page", async (call) => {
    const reply = await call.pass();
    if (reply.status !== 422 || call.query.getAll("offset").length !== 1) return reply;
    const query = new URLSearchParams(call.query);
    query.delete("offset");
    return call.pass({ query: query.toString() });
  }),
} satisfies FaultsOf<"list">;
