/** Computes what a listing has to show. */
import type { Partition } from "../../../contract/document.ts";
import type { Filters } from "./commands.ts";
import { type LocatedRecord, recordsOf, type State } from "./model-state.ts";
import { targetAt, versionsIn } from "./plan-write.ts";

/** A requested listing with its versions looked up. */
export interface Listing {
  partition: Partition;
  /** null: the listing of the partition. */
  collection: string | null;
  filters: Omit<Filters, "newer" | "older"> & { newer?: number; older?: number };
}

/** Looks up the versions that filters name. */
export function listingOf(
  state: State,
  { partition, collection, filters }: { partition: Partition; collection: string | null; filters: Filters },
): Listing {
  const versions = versionsIn(state);
  const { newer, older, ...rest } = filters;
  const find = ({ nth, plus }: { nth: number; plus: number }) =>
    Math.max(0, (versions[nth % Math.max(1, versions.length)] ?? 0) + plus);
  return {
    partition,
    collection,
    filters: { ...rest, ...(newer && { newer: find(newer) }), ...(older && { older: find(older) }) },
  };
}

/** The query that asks for a listing. */
export function queryOf({ collection, filters }: Listing): Record<string, string | number> {
  const { ids, collections, newer, older, sort, full, limit } = filters;
  const named = ids?.map((name) => (collection === null ? `${name.collection}/${name.id}` : name.id));
  return {
    ...(named && { ids: named.join(",") }),
    ...(collections && collection === null && { collections: collections.join(",") }),
    ...(newer !== undefined && { newer }),
    ...(older !== undefined && { older }),
    ...(sort && { sort }),
    ...(full && { full: "" }),
    ...(limit !== undefined && { limit }),
  };
}

/** The records that a listing selects from a state, in any order. */
export function selected({ partition, collection, filters }: Listing, state: State): LocatedRecord[] {
  const { ids, collections, newer, older } = filters;
  return recordsOf(state, partition, collection).filter(
    (record) =>
      (!ids ||
        ids.some(
          (at) => at.id === record.id && (collection !== null || at.collection === record.collection),
        )) &&
      (!collections || collection !== null || collections.includes(record.collection)) &&
      (newer === undefined || record.version > newer) &&
      (older === undefined || record.version < older),
  );
}

/** The name of a record in a listing. */
export function nameIn({ collection }: Listing, record: { collection: string; id: string }): string {
  return collection === null ? `${record.collection}/${record.id}` : record.id;
}

/** A record in a listing with `full`, without `modified`. */
export function shownIn({ collection }: Listing, record: LocatedRecord): Record<string, unknown> {
  return { ...(collection === null && { collection: record.collection }), ...shownRecord(record) };
}

/** A record in a response, without `modified`. */
export function shownRecord({
  id,
  version,
  payload,
  sortindex,
}: Omit<LocatedRecord, "collection" | "expires">) {
  return { id, version, payload, ...(sortindex !== null && { sortindex }) };
}

/** Whether records are in the order of a listing; equal records, and records without an order, may be in any. */
export function inOrder({ filters: { sort } }: Listing, records: readonly LocatedRecord[]): boolean {
  if (!sort) return true;
  return records.every((record, index) => {
    const next = records[index + 1];
    if (!next) return true;
    if (sort === "newest") return record.version >= next.version;
    if (sort === "oldest") return record.version <= next.version;
    const [weight, following] = [record.sortindex ?? 0, next.sortindex ?? 0];
    return weight > following || (weight === following && placeOf(record) < placeOf(next));
  });
}

/** The sort key of a record's name, as ASCII text; its separator precedes every character of a name. */
function placeOf({ collection, id }: LocatedRecord): string {
  return `${collection}/${id}`.replace("/", "\u0000");
}

/** The collection or partition that is listed. */
export function listed(state: State, { partition, collection }: Listing) {
  return targetAt(state, partition, collection);
}
