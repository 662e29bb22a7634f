/** Servers with one fault each, for the rules of `checks/record/modified.ts`. */
import { type FaultsOf, storing } from "../fault.ts";
import { showing } from "../support/showing.ts";

export const recordModified = {
  "record.modified.time": storing("dates a record by the write that created it", (store) => {
    const created = new Map<string, number>();
    return {
      write(account, changes, quota) {
        for (const change of changes) {
          if (!("fields" in change)) continue;
          const { partition, collection, id } = change;
          const name = `${account}/${partition}/${collection}/${id}`;
          const was = store.record(account, partition, collection, id);
          if (was && !created.has(name)) created.set(name, was.modified);
          if (!was) created.delete(name);
        }
        return store.write(account, changes, quota);
      },
      ...showing(store, (record, account, partition) => {
        const name = `${account}/${partition}/${record.collection}/${record.id}`;
        return { ...record, modified: created.get(name) ?? record.modified };
      }),
    };
  }),
} satisfies Partial<FaultsOf<"record">>;
