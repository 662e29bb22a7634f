/** Servers with one fault each, for the rules of `checks/race/page.ts`. */
import { type FaultsOf, storing } from "../fault.ts";
import { ALL } from "../support/list.ts";

export const racePage = {
  "race.page.complete": storing(
    "continues by counting records where the last one of a page has been deleted",
    (store) => {
      const reached = new Map<string, number>();
      return {
        list(account, query) {
          const { after, limit, partition } = query;
          const place = ({ collection, id }: { collection: string; id: string }) =>
            `${account} ${partition} ${query.collections} ${query.sort} ${collection}/${id}`;
          const start = after ? (reached.get(place(after)) ?? 0) : 0;
          const isLost = after !== null && !store.record(account, partition, after.collection, after.id);
          const rest = store.list(account, { ...query, ...(isLost && { after: null }), limit: ALL }).records;
          const left = isLost ? rest.slice(start) : rest;
          const records = left.slice(0, limit);
          for (const last of records.slice(-1)) reached.set(place(last), start + records.length);
          return { records, more: left.length > limit };
        },
      };
    },
  ),
} satisfies Partial<FaultsOf<"race">>;
