/** Deletes everything in an account except the paths to keep. */
import type Database from "libsql";

/** A collection that has lost records; if `collection` is null, a partition that has lost collections. */
export interface Loss {
  partition: "control" | "storage";
  collection: string | null;
}

/**
 * Makes the function that deletes everything in an account except what is kept. A kept record keeps its collection.
 * @returns the function returns every container that lost something and still exists, possibly more than once
 */
export function wiper(db: Database.Database): (account: string, keep: string[]) => Loss[] {
  const kept = (path: string) => `${path} IN (SELECT value FROM json_each(:keep))`;
  const within = (path: string) => `${kept("partition")} OR ${kept(path)}`;
  const collection = "partition || '/' || collection";
  const records = db.prepare(`
    DELETE FROM records
    WHERE account = :account AND NOT (${within(collection)} OR ${kept(`${collection} || '/' || id`)})
    RETURNING partition, collection`);
  // If a collection is not kept itself but still has records, these are kept ones.
  const collections = db.prepare(`
    DELETE FROM collections
    WHERE account = :account AND NOT (${within(collection)})
      AND NOT EXISTS (
        SELECT 1 FROM records AS r
        WHERE r.account = collections.account AND r.partition = collections.partition
          AND r.collection = collections.collection)
    RETURNING partition, collection`);

  return (account, names) => {
    const which = { account, keep: JSON.stringify(names) };
    const emptied = distinct(records.all(which) as Row[]);
    const deleted = distinct(collections.all(which) as Row[]);
    return [
      ...[...emptied].filter(([path]) => !deleted.has(path)).map(([, row]) => row),
      ...[...deleted.values()].map(({ partition }) => ({ partition, collection: null })),
    ];
  };
}

type Row = Loss & { collection: string };

function distinct(rows: Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [`${row.partition}/${row.collection}`, row]));
}
