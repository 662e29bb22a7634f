import { type Resource, written } from "../resource.ts";
import type { Partition } from "../store.ts";

/** A partition, which always exists. */
export const partition = (partition: Partition): Resource => ({
  version: ({ store, account }) => store.version(account, partition),
  delete: {
    act({ store, account, query }) {
      const collections = query.collections ?? null;
      return written(204, store.write(account, [{ kind: "deleteCollections", partition, collections }]));
    },
  },
});
