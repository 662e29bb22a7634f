/** Makes faults that sort listings in another order. */
import type { Partition } from "../../../contract/document.ts";
import type { ListQuery, RecordName, Sort, StoredRecord } from "../../store.ts";
import { type Fault, storing } from "../fault.ts";

/** More records than any listing of a check has. */
export const ALL = 1_000_000;

/** The query that lists all records of a partition. */
export function allOf(partition: Partition): ListQuery {
  const filters = { collections: null, ids: null, newer: null, older: null };
  return { partition, ...filters, sort: null, after: null, limit: ALL };
}

export type Compare = (one: StoredRecord, other: StoredRecord) => number;

export const nameOf = ({ collection, id }: RecordName) => `${collection}/${id}`;

export const byName: Compare = (one, other) => {
  const key = one.collection === other.collection ? "id" : "collection";
  return one[key] < other[key] ? -1 : 1;
};

/** A fault that sorts otherwise; its pages continue where the one before ended in that order. */
export function sorting(does: string, sorts: Sort[], compareFor: (query: ListQuery) => Compare): Fault {
  return storing(does, (store) => ({
    list(account, query) {
      if (!query.sort || !sorts.includes(query.sort)) return store.list(account, query);
      const { records } = store.list(account, { ...query, sort: null, after: null, limit: ALL });
      const compare = compareFor(query);
      const sorted = records.toSorted((one, other) => compare(one, other) || byName(one, other));
      const { after } = query;
      const start = after ? sorted.findIndex((record) => nameOf(record) === nameOf(after)) + 1 : 0;
      const end = start + query.limit;
      return { records: sorted.slice(start, end), more: sorted.length > end };
    },
  }));
}

export const KEYS: Record<Sort, Compare> = {
  newest: (one, other) => other.version - one.version,
  oldest: (one, other) => one.version - other.version,
  index: (one, other) => (other.sortindex ?? 0) - (one.sortindex ?? 0),
};
