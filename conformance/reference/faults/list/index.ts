import { type FaultsOf, type Reply, replying, storing } from "../fault.ts";
import { eachListed, querying } from "../support/request.ts";
import { listOffset } from "./offset.ts";
import { listOrder } from "./sort.ts";

function isLines({ headers, status }: Reply): boolean {
  return status === 200 && headers.get("Content-Type") === "application/newlines";
}

/** What a server that does not read its own documentation makes a page end at. */
const SMALL_PAGE = 100;
const SMALL_BODY = 300_000;

export const list = {
  "list.full.records": replying("leaves `sortindex` out of the records of a listing", (reply, call) =>
    eachListed(reply, call, (record) => {
      delete record.sortindex;
    }),
  ),

  "list.full.any-value": querying("takes `full=0` and `full=false` for a no", (query) => {
    if (["0", "false"].includes(query.get("full") ?? "")) query.delete("full");
  }),

  "list.ids.selects": storing("heeds no other filter where `ids` is given", (store) => ({
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

  "list.limit.most": storing("returns the record that it reads to see whether more are left", (store) => ({
    list: (account, query) => {
      const { records } = store.list(account, { ...query, limit: query.limit + 1 });
      return { records, more: records.length > query.limit };
    },
  })),

  "list.limit.least": storing(`ends every page at ${SMALL_PAGE} records`, (store) => ({
    list: (account, query) => store.list(account, { ...query, limit: Math.min(query.limit, SMALL_PAGE) }),
  })),

  "list.limit.bytes": replying("ends a page of records at 300,000 octets", (reply, call) => {
    const items =
      call.query.has("full") && reply.ok ? (reply.json?.items as object[] | undefined) : undefined;
    if (!items || call.method !== "GET" || reply.text.length <= SMALL_BODY) return;
    let octets = 0;
    const within = items.filter((item) => {
      octets += JSON.stringify(item).length;
      return octets <= SMALL_BODY;
    });
    reply.headers.set("X-Weave-Records", String(within.length));
    reply.json = { items: within };
  }),

  "list.newlines.lines": replying("puts line feeds between the lines only", (reply) => {
    if (isLines(reply)) reply.text = reply.text.replace(/\n$/, "");
  }),

  "list.newlines.empty": replying("ends an empty listing with a line feed too", (reply, { method }) => {
    if (isLines(reply) && reply.text === "" && method === "GET") reply.text = "\n";
  }),

  ...listOrder,
  ...listOffset,
} satisfies FaultsOf<"list">;
