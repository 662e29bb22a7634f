/** Applies the changes of a write to the database. */
import type Database from "libsql";
import { type Partition, QuotaExceeded, type Store } from "../store.ts";
import type { Change, Fields, Written } from "../stored-changes.ts";
import type { Clock } from "./clock.ts";
import { wiper } from "./wipe.ts";

/** A write in progress. `now` is in milliseconds; all its changes have this time and version. */
interface Write extends Written {
  account: string;
  now: number;
  /** Containers that already have the version of this write. */
  raised: Set<string>;
}

interface Existing {
  payload: Buffer;
  sortindex: number | null;
  expires: number | null;
}

/** Makes the method `write` of the store, which has to run in a transaction. */
export function writer(db: Database.Database, clock: Clock): Store["write"] {
  const sql = statements(db);
  const wipe = wiper(db);

  function raise(write: Write, partition: Partition, collection: string | null): void {
    const { account, version, raised } = write;
    write.changed = true;
    const path = `${partition}/${collection ?? ""}`;
    if (raised.has(path)) return;
    raised.add(path);
    sql.raiseAccount.run({ account, version, modified: write.modified });
    sql.raisePartition.run({ account, partition, version });
    if (collection !== null) sql.raiseCollection.run({ account, partition, collection, version });
  }

  function store(write: Write, change: Extract<Change, { fields: Fields }>): void {
    const { partition, collection, id, fields } = change;
    const name = { account: write.account, partition, collection, id };
    const existing = sql.existing.get(name) as Existing | undefined;
    const base = change.kind === "update" ? existing : undefined;
    const { payload, sortindex, ttl } = fields;
    sql.store.run({
      ...name,
      version: write.version,
      modified: write.modified,
      payload: payload === undefined && base ? base.payload : Buffer.from(payload ?? "", "utf8"),
      sortindex: (sortindex === undefined ? base?.sortindex : sortindex) ?? null,
      expires: (ttl === undefined ? base?.expires : ttl && write.now + ttl * 1000) ?? null,
    });
    if (!existing) write.created.push(`${collection}/${id}`);
    raise(write, partition, collection);
  }

  function apply(write: Write, change: Change): void {
    const { account } = write;
    if (change.kind === "replace" || change.kind === "update") {
      store(write, change);
    } else if (change.kind === "deleteRecords") {
      const { partition, collection, ids } = change;
      const which = { account, partition, collection, ids: JSON.stringify(ids) };
      if (sql.deleteRecords.run(which).changes > 0) raise(write, partition, collection);
    } else if (change.kind === "deleteCollections") {
      const { partition, collections } = change;
      const which = { account, partition, collections: collections && JSON.stringify(collections) };
      write.raised.clear();
      sql.emptyCollections.run(which);
      if (sql.deleteCollections.run(which).changes > 0) raise(write, partition, null);
    } else {
      write.raised.clear();
      for (const { partition, collection } of wipe(account, change.keep)) raise(write, partition, collection);
    }
  }

  const usageOf = (account: string) => (sql.usage.get(account) as { bytes: number }).bytes;

  return (account, changes, quota = null) => {
    const now = clock();
    const current = (sql.version.get(account) as { version: number } | undefined)?.version ?? 0;
    const modified = Math.floor(now / 1000);
    const write: Write = {
      account,
      now,
      version: current + 1,
      modified,
      raised: new Set(),
      created: [],
      changed: false,
      usage: null,
    };
    // Expired records go first, so that every record found later exists.
    sql.purge.run({ account, now });
    const most = quota === null ? Number.POSITIVE_INFINITY : Math.max(quota, usageOf(account));
    for (const change of changes) apply(write, change);
    const usage = quota === null ? null : usageOf(account);
    if ((usage ?? 0) > most) throw new QuotaExceeded();
    const { created, changed } = write;
    return { version: changed ? write.version : current, modified, created, changed, usage };
  };
}

function statements(db: Database.Database) {
  const among = (column: string, names: string) => `${column} IN (SELECT value FROM json_each(${names}))`;
  const chosen = `account = :account AND partition = :partition
    AND (:collections IS NULL OR ${among("collection", ":collections")})`;
  const record = "account = :account AND partition = :partition AND collection = :collection";
  return {
    version: db.prepare("SELECT version FROM accounts WHERE account = ?"),
    usage: db.prepare("SELECT coalesce(sum(length(payload)), 0) AS bytes FROM records WHERE account = ?"),
    purge: db.prepare("DELETE FROM records WHERE account = :account AND expires <= :now"),
    existing: db.prepare(`SELECT payload, sortindex, expires FROM records WHERE ${record} AND id = :id`),
    store: db.prepare(`
      INSERT OR REPLACE INTO records
        (account, partition, collection, id, version, modified, payload, sortindex, expires)
      VALUES
        (:account, :partition, :collection, :id, :version, :modified, :payload, :sortindex, :expires)`),
    deleteRecords: db.prepare(`DELETE FROM records WHERE ${record} AND ${among("id", ":ids")}`),
    emptyCollections: db.prepare(`DELETE FROM records WHERE ${chosen}`),
    deleteCollections: db.prepare(`DELETE FROM collections WHERE ${chosen}`),
    raiseAccount: db.prepare("INSERT OR REPLACE INTO accounts VALUES (:account, :version, :modified)"),
    raisePartition: db.prepare("INSERT OR REPLACE INTO partitions VALUES (:account, :partition, :version)"),
    raiseCollection: db.prepare(
      "INSERT OR REPLACE INTO collections VALUES (:account, :partition, :collection, :version)",
    ),
  };
}
