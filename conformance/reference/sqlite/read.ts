import type Database from "libsql";
import type { CollectionState, ListQuery, Sort, Store, StoredRecord } from "../store.ts";
import type { Clock } from "./clock.ts";

const COLUMNS = "id, collection, version, modified, payload, sortindex, expires";
const ALIVE = "(expires IS NULL OR expires > :now)";

/** What a listing is sorted by, before the id breaks the ties. */
const ORDERS: Record<Sort, { key: string; direction: "ASC" | "DESC" }> = {
  newest: { key: "version", direction: "DESC" },
  oldest: { key: "version", direction: "ASC" },
  index: { key: "coalesce(sortindex, 0)", direction: "DESC" },
};

/** The columns of a record as the driver gives them: `all` has ArrayBuffers where `get` has Buffers. */
interface RecordRow extends Omit<StoredRecord, "payload"> {
  payload: ArrayBuffer;
}

type Reader = Pick<Store, "version" | "collectionVersion" | "collections" | "record" | "list">;

/** The methods of the store that only read. */
export function reader(db: Database.Database, clock: Clock): Reader {
  const accounts = db.prepare("SELECT version FROM accounts WHERE account = ?");
  const partitions = db.prepare("SELECT version FROM partitions WHERE account = ? AND partition = ?");
  const collections = db.prepare(
    "SELECT version FROM collections WHERE account = ? AND partition = ? AND collection = ?",
  );
  const states = db.prepare(`
    SELECT c.partition || '/' || c.collection AS path, c.version AS version, count(r.id) AS count,
           coalesce(sum(length(r.payload)), 0) AS bytes
    FROM collections AS c LEFT JOIN records AS r
      ON r.account = c.account AND r.partition = c.partition AND r.collection = c.collection AND ${ALIVE}
    WHERE c.account = :account
    GROUP BY c.partition, c.collection
    ORDER BY path`);
  const records = db.prepare(`
    SELECT ${COLUMNS} FROM records
    WHERE account = :account AND partition = :partition AND collection = :collection AND id = :id AND ${ALIVE}`);

  return {
    version(account, partition) {
      const row = partition ? partitions.get(account, partition) : accounts.get(account);
      return (row as { version: number } | undefined)?.version ?? 0;
    },
    collectionVersion(account, partition, collection) {
      const row = collections.get(account, partition, collection);
      return (row as { version: number } | undefined)?.version;
    },
    collections(account) {
      return states.all({ account, now: clock() }) as CollectionState[];
    },
    record(account, partition, collection, id) {
      const row = records.get({ account, partition, collection, id, now: clock() });
      return row ? toRecord(row as RecordRow) : undefined;
    },
    list(account, query) {
      // One more than asked for tells whether anything is left.
      const rows = db.prepare(listing(query)).all({
        account,
        partition: query.partition,
        collection: query.collection,
        ...(query.ids && { ids: JSON.stringify(query.ids) }),
        ...(query.newer !== null && { newer: query.newer }),
        ...(query.older !== null && { older: query.older }),
        ...(query.after && { key: query.after.key, id: query.after.id }),
        now: clock(),
        limit: query.limit + 1,
      });
      return {
        records: rows.slice(0, query.limit).map((row) => toRecord(row as RecordRow)),
        more: rows.length > query.limit,
      };
    },
  };
}

/** Pages go by key, not by position: a record that does not change keeps its place whatever others do. */
function listing(query: ListQuery): string {
  const conditions = ["account = :account", "partition = :partition", "collection = :collection", ALIVE];
  if (query.ids) conditions.push("id IN (SELECT value FROM json_each(:ids))");
  if (query.newer !== null) conditions.push("version > :newer");
  if (query.older !== null) conditions.push("version < :older");
  const order = query.sort && ORDERS[query.sort];
  if (query.after) conditions.push(order ? beyond(order.key, order.direction) : "id > :id");
  return `SELECT ${COLUMNS} FROM records WHERE ${conditions.join(" AND ")}
    ORDER BY ${order ? `${order.key} ${order.direction}, ` : ""}id LIMIT :limit`;
}

function beyond(key: string, direction: "ASC" | "DESC"): string {
  return `(${key} ${direction === "DESC" ? "<" : ">"} :key OR (${key} = :key AND id > :id))`;
}

function toRecord(row: RecordRow): StoredRecord {
  const { id, collection, version, modified, sortindex, expires } = row;
  return {
    id,
    collection,
    version,
    modified,
    payload: Buffer.from(row.payload).toString(),
    sortindex,
    expires,
  };
}
