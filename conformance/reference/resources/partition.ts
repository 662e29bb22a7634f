/** The resource `/{partition}`: a partition and its listing. */
import type { Resource } from "../resource.ts";
import type { RecordName } from "../store.ts";
import { partitionBatch } from "./batch.ts";
import { listing } from "./listing.ts";
import { shown } from "./record.ts";

/** A partition with the records of all its collections; it always exists. */
export const partition: Resource = {
  find: ({ store, account, names }) => ({ version: store.version(account, names.partition) }),
  get: listing({
    select: ({ query: { collections, ids } }) => ({
      collections: collections ?? null,
      ids: ids?.map(readName) ?? null,
    }),
    name: ({ collection, id }) => `${collection}/${id}`,
    show: (record) => ({ collection: record.collection, ...shown(record) }),
  }),
  post: partitionBatch,
  delete: {
    plan: ({ names: { partition }, query: { collections } }) => ({
      changes: [{ kind: "deleteCollections", partition, collections: collections ?? null }],
      status: () => 204,
    }),
  },
};

function readName(path: string): RecordName {
  const [collection = "", id = ""] = path.split("/");
  return { collection, id };
}
