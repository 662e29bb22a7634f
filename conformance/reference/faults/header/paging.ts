/** Servers with one fault each, for the rules of `checks/header/paging.ts`. */
import { type FaultsOf, replying, storing } from "../fault.ts";
import { peek } from "../support/peek.ts";

export const headerPaging = {
  "header.records.count": replying("counts the records that match, beyond the page", async (reply, call) => {
    if (call.operation !== "getPartition" || !reply.ok) return;
    const query = new URLSearchParams(call.query);
    query.delete("limit");
    query.delete("offset");
    const all = await peek(call, call.path, query.toString());
    reply.headers.set("X-Weave-Records", all.headers.get("X-Weave-Records") as string);
  }),

  "header.next-offset.more": storing("thinks that nothing is left where one item is left", (store) => ({
    list(account, query) {
      const { more } = store.list(account, { ...query, limit: query.limit + 1 });
      return { ...store.list(account, query), more };
    },
  })),

  "header.next-offset.last": storing("thinks that something is left after every full page", (store) => ({
    list(account, query) {
      const page = store.list(account, query);
      return { ...page, more: page.records.length === query.limit };
    },
  })),
} satisfies Partial<FaultsOf<"header">>;
