import type { Partition } from "../../../contract/document.ts";
import type { ListQuery, RecordName, Sort, StoredRecord } from "../../store.ts";
import { type Fault, type FaultsOf, storing } from "../fault.ts";

/** More records than any listing of a check has. */
export const ALL = 1_000_000;

/** The query that lists all records of a partition. */
export function allOf(partition: Partition): ListQuery {
  const filters = { collections: null, ids: null, newer: null, older: null };
  return { partition, ...filters, sort: null, after: null, limit: ALL };
}

type Compare = (one: StoredRecord, other: StoredRecord) => number;

const nameOf = ({ collection, id }: RecordName) => `${collection}/${id}`;

const byName: Compare = (one, other) => {
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

export const listOrder = {
  "list.sort.newest": sorting(
    "sorts by the second of a write rather than its version",
    ["newest"],
    () => (one, other) => other.modified - one.modified,
  ),

  "list.sort.oldest": storing("sorts by when a record was created rather than last changed", (store) => {
    const created = new Map<string, number>();
    const { store: sorted } = sorting("", ["oldest"], () => (one, other) => {
      const [first, second] = [one, other].map((record) => created.get(nameOf(record)) ?? 0);
      return (first as number) - (second as number);
    });
    return {
      ...sorted?.(store),
      write(account, changes, quota) {
        const written = store.write(account, changes, quota);
        for (const name of written.created) created.set(name, written.version);
        return written;
      },
    };
  }),

  "list.sort.index": sorting("compares `sortindex` as text", ["index"], () => (one, other) => {
    const [first, second] = [String(one.sortindex ?? 0), String(other.sortindex ?? 0)];
    return first === second ? 0 : first < second ? 1 : -1;
  }),

  "list.sort.index-unset": sorting(
    "sorts what has no `sortindex` to the end",
    ["index"],
    () => (one, other) => (other.sortindex ?? -1e9) - (one.sortindex ?? -1e9),
  ),

  "list.sort.ties": sorting(
    "breaks ties by `collection/id` as one text",
    ["index"],
    ({ sort }) =>
      (one, other) =>
        KEYS[sort ?? "newest"](one, other) || (nameOf(one) < nameOf(other) ? -1 : 1),
  ),
} satisfies Partial<FaultsOf<"list">>;
