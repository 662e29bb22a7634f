/** The resource `/{partition}/{collection}`: a collection and its listing. */
import type { Resource } from "../resource.ts";
import { collectionBatch } from "./batch.ts";
import { listing } from "./listing.ts";
import { shown } from "./record.ts";

/** A collection: the list of its records. */
export const collection: Resource = {
  find({ store, account, names }) {
    const version = store.collectionVersion(account, names.partition, names.collection);
    return version === undefined ? undefined : { version };
  },
  get: listing({
    select: ({ names: { collection }, query: { ids } }) => ({
      collections: [collection],
      ids: ids?.map((id) => ({ collection, id })) ?? null,
    }),
    name: ({ id }) => id,
    show: shown,
  }),
  post: collectionBatch,
  delete: {
    plan: ({ names: { partition, collection }, query: { ids } }) => ({
      changes: [
        ids
          ? { kind: "deleteRecords", partition, collection, ids }
          : { kind: "deleteCollections", partition, collections: [collection] },
      ],
      status: () => 204,
    }),
  },
};
