/** Servers with one fault each, for the rules of `checks/list/limit.ts`. */
import { type FaultsOf, replying, storing } from "../fault.ts";

/** What a server that does not read its own documentation makes a page end at. */
const SMALL_PAGE = 100;

const SMALL_BODY = 300_000;

export const listLimit = {
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
} satisfies Partial<FaultsOf<"list">>;
