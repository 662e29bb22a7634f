import { type Resource, written } from "../resource.ts";

/** A partition, which always exists. */
export const partition: Resource = {
  version: ({ store, account, names }) => store.version(account, names.partition),
  delete: {
    act({ store, account, names: { partition }, query }) {
      const collections = query.collections ?? null;
      return written(204, store.write(account, [{ kind: "deleteCollections", partition, collections }]));
    },
  },
};
