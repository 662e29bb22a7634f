/** Servers with one fault each, for the rules of `checks/partition/get.ts`. */
import { type Call, type FaultsOf, type Reply, replying, storing } from "../fault.ts";
import { KEYS, sorting } from "../support/list.ts";
import { peek, turnInto } from "../support/peek.ts";
import { querying } from "../support/request.ts";

function isListed({ operation }: Call, { ok }: Reply): boolean {
  return operation === "getPartition" && ok;
}

export const partitionGet = {
  "partition.get.ids": replying("keeps the names of a listing by their ids", (reply, call) => {
    if (!isListed(call, reply) || call.query.has("full") || !reply.json?.items) return;
    const byId = new Map(reply.json.items.map((name: string) => [name.split("/")[1], name]));
    reply.headers.set("X-Weave-Records", String(byId.size));
    reply.json = { items: [...byId.values()] };
  }),

  "partition.get.full": replying("gives the collection of the first record with all", (reply, call) => {
    if (!isListed(call, reply) || !call.query.has("full") || !reply.json?.items) return;
    const [first] = reply.json.items;
    reply.json = {
      items: reply.json.items.map((record: object) => ({ ...record, collection: first.collection })),
    };
  }),

  "partition.get.empty": replying("answers 404 where a partition has no collection", async (reply, call) => {
    if (!isListed(call, reply)) return;
    const { json } = await peek(call, "/info/collections");
    const any = Object.keys(json ?? {}).some((path) => path.startsWith(call.path.slice(1)));
    if (!any) turnInto(reply, 404, "not-found");
  }),

  "partition.get.collections": querying(
    "lists `collections` without regard to case",
    (query, { operation }) => {
      const [names, ...more] = operation === "getPartition" ? query.getAll("collections") : [];
      if (names && more.length === 0) query.set("collections", names.toLowerCase());
    },
  ),

  "partition.get.ids-selects": storing(
    "finds what `ids` names in any collection where the id is known",
    (store) => ({
      list(account, query) {
        if (query.collections || !query.ids) return store.list(account, query);
        const names = store.collections(account).map(({ path }) => path.split("/")[1] ?? "");
        const ids = query.ids.flatMap(({ id }) => names.map((collection) => ({ collection, id })));
        return store.list(account, { ...query, ids });
      },
    }),
  ),

  "partition.get.selects": sorting(
    "lists one collection after the other, each sorted by itself",
    ["newest", "oldest", "index"],
    ({ sort }) =>
      (one, other) =>
        one.collection === other.collection
          ? KEYS[sort ?? "newest"](one, other)
          : one.collection < other.collection
            ? -1
            : 1,
  ),

  "partition.head": replying("does not look on HEAD whether anything is left over", (reply, call) => {
    if (call.operation === "headPartition") reply.headers.delete("X-Weave-Next-Offset");
  }),
} satisfies Partial<FaultsOf<"partition">>;
