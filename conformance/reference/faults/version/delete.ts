/** Servers with one fault each, for the rules of `checks/version/delete.ts`. */
import { type FaultsOf, storing } from "../fault.ts";
import { Stale } from "../support/showing.ts";

export const versionDelete = {
  "version.delete.containers": storing(
    "leaves the version of a collection as it was when records of it are deleted",
    (store) => {
      const stale = new Stale();
      const shown = (account: string, path: string, real: number) => stale.shown(`${account}/${path}`, real);
      return {
        collectionVersion(account, partition, collection) {
          const real = store.collectionVersion(account, partition, collection);
          return real === undefined ? real : shown(account, `${partition}/${collection}`, real);
        },
        collections: (account) =>
          store.collections(account).map((state) => ({
            ...state,
            version: shown(account, state.path, state.version),
          })),
        write(account, changes) {
          const [change] = changes;
          if (change?.kind !== "deleteRecords") return store.write(account, changes);
          const { partition, collection } = change;
          const path = `${partition}/${collection}`;
          const before = shown(account, path, store.collectionVersion(account, partition, collection) ?? 0);
          const written = store.write(account, changes);
          if (written.changed) stale.keep(`${account}/${path}`, written.version, before);
          return written;
        },
      };
    },
  ),
} satisfies Partial<FaultsOf<"version">>;
