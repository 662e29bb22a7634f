/** The resource `/`: the account as a whole. */
import type { Partition } from "../../contract/document.ts";
import type { Call, Resource } from "../resource.ts";

/** Implements `/`. */
export const account: Resource = {
  find: ({ store, account }) => ({ version: store.version(account) }),
  delete: {
    plan(call) {
      const { keep = [] } = call.query;
      return {
        changes: [{ kind: "wipe", keep }],
        // A missing path in `keep` is a mistake, so nothing is deleted (keep.missing).
        missing: keep.some((path) => !exists(call, path)),
        status: () => 204,
      };
    },
  },
};

/** @param path full path of a partition, collection or record, without leading slash */
function exists({ store, account }: Call, path: string): boolean {
  const [partition, collection, id] = path.split("/") as [Partition, string?, string?];
  if (collection === undefined) return true;
  return id === undefined
    ? store.collectionVersion(account, partition, collection) !== undefined
    : store.record(account, partition, collection, id) !== undefined;
}
