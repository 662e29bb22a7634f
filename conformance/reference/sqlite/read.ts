/** Reads versions, collections and records from the database. */
import type Database from "libsql";
import type { CollectionState, Store } from "../store.ts";
import type { Clock } from "./clock.ts";
import { lister } from "./list.ts";
import { ALIVE, RECORD, toRecord } from "./row.ts";

type Reader = Pick<Store, "version" | "collectionVersion" | "collections" | "record" | "list">;

/** Makes the methods of the store that only read. */
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
    SELECT ${RECORD} FROM records
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
      return row ? toRecord(row) : undefined;
    },
    list: lister(db, clock),
  };
}
