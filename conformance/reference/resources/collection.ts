import { MAX_PAGE_RECORDS } from "../configuration.ts";
import { readOffset, writeOffset } from "../cursor.ts";
import type { Fault } from "../problem.ts";
import { type Action, type Call, type Resource, written } from "../resource.ts";
import type { Change, Cursor, ListQuery, StoredRecord } from "../store.ts";
import { fault } from "../validate.ts";
import { batch } from "./batch.ts";
import { shown } from "./record.ts";

const listing: Action = {
  faults(call) {
    const { offset } = call.query;
    return offset === undefined || placeOf(call, offset) ? [] : [foreignOffset()];
  },
  act(call) {
    const { store, account, names, query } = call;
    const list: ListQuery = {
      partition: names.partition,
      collection: names.collection,
      ids: query.ids ?? null,
      newer: query.newer ?? null,
      older: query.older ?? null,
      sort: query.sort ?? null,
      after: query.offset === undefined ? null : placeOf(call, query.offset),
      limit: Math.min(query.limit ?? MAX_PAGE_RECORDS, MAX_PAGE_RECORDS),
    };
    const { records, more } = store.list(account, list);
    const last = more ? records.at(-1) : undefined;
    return {
      status: 200,
      headers: {
        "X-Weave-Records": String(records.length),
        ...(last && { "X-Weave-Next-Offset": offsetAfter(call, last) }),
      },
      content: { items: records.map((stored) => (query.full === undefined ? stored.id : shown(stored))) },
    };
  },
};

/** A collection: the list of its records. */
export const collection: Resource = {
  version: ({ store, account, names }) => store.collectionVersion(account, names.partition, names.collection),
  get: listing,
  post: batch,
  delete: {
    act({ store, account, names: { partition, collection }, query: { ids } }) {
      const change: Change = ids
        ? { kind: "deleteRecords", partition, collection, ids }
        : { kind: "deleteCollections", partition, collections: [collection] };
      return written(204, store.write(account, [change]));
    },
  },
};

/** All that a page has in common with the one before. */
function continued({ account, names, query }: Call): unknown {
  const { full, ids, newer, older, sort } = query;
  const named = ids ? [...ids].sort() : null;
  return [
    account,
    names.partition,
    names.collection,
    full !== undefined,
    named,
    newer ?? null,
    older ?? null,
    sort ?? null,
  ];
}

function placeOf(call: Call, offset: string): Cursor | null {
  return readOffset(call.store.history(call.account), continued(call), offset);
}

function offsetAfter(call: Call, last: StoredRecord): string {
  const key = call.query.sort === "index" ? (last.sortindex ?? 0) : last.version;
  return writeOffset(call.store.history(call.account), continued(call), { key, id: last.id });
}

function foreignOffset(): Fault {
  return fault("query", "offset", "invalid", "is not one that continues this query");
}
