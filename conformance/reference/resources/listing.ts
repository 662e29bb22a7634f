/** The GET of a partition or collection: one page of its records. */
import { readOffset, writeOffset } from "../listing-offset.ts";
import type { Acting, Call } from "../resource.ts";
import type { Limits } from "../service-limits.ts";
import type { Cursor, ListQuery, StoredRecord } from "../store.ts";
import { fault } from "../validate.ts";

/** The differences between a listing of a partition and one of a collection. */
interface View {
  select(call: Call): Pick<ListQuery, "collections" | "ids">;
  /** An item of the page without `full`. */
  name(record: StoredRecord): string;
  /** An item of the page with `full`. */
  show(record: StoredRecord): unknown;
}

/** Makes the method that lists records. */
export function listing(view: View): Acting {
  return {
    faults(call) {
      const { offset } = call.query;
      return offset === undefined || placeOf(call, offset)
        ? []
        : [fault("query", "offset", "invalid", "is not one that continues this query")];
    },
    act(call) {
      const { store, account, names, query, limits } = call;
      const found = store.list(account, {
        partition: names.partition,
        ...view.select(call),
        newer: query.newer ?? null,
        older: query.older ?? null,
        sort: query.sort ?? null,
        after: query.offset === undefined ? null : placeOf(call, query.offset),
        limit: Math.min(query.limit ?? limits.max_page_records, limits.max_page_records),
      });
      const records = query.full === undefined ? found.records : within(found.records, limits);
      const more = found.more || records.length < found.records.length;
      const last = more ? records.at(-1) : undefined;
      return {
        status: 200,
        headers: {
          "X-Weave-Records": String(records.length),
          ...(last && { "X-Weave-Next-Offset": offsetAfter(call, last) }),
        },
        content: { items: records.map(query.full === undefined ? view.name : view.show) },
      };
    },
  };
}

/** The first records whose payloads together reach the bytes of a page (list.limit.bytes). */
function within(records: StoredRecord[], { max_page_bytes: most }: Limits): StoredRecord[] {
  let bytes = 0;
  const end = records.findIndex(({ payload }) => {
    bytes += Buffer.byteLength(payload);
    return bytes >= most;
  });
  return end < 0 ? records : records.slice(0, end + 1);
}

/** Everything that has to stay the same from page to page. */
function continued({ account, names, query }: Call): unknown {
  const { full, ids, collections, newer, older, sort } = query;
  const sorted = (list: string[] | undefined) => (list ? [...list].sort() : null);
  return [
    account,
    names.partition,
    names.collection,
    full !== undefined,
    sorted(ids),
    sorted(collections),
    newer,
    older,
    sort,
  ];
}

function placeOf(call: Call, offset: string): Cursor | null {
  return readOffset(call.store.history(call.account), continued(call), offset);
}

function offsetAfter(call: Call, { collection, id, sortindex, version }: StoredRecord): string {
  const key = call.query.sort === "index" ? (sortindex ?? 0) : version;
  return writeOffset(call.store.history(call.account), continued(call), { key, collection, id });
}
