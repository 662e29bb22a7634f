/** Opens the store in an SQLite database. */
import type Database from "libsql";
import type { Store } from "../store.ts";
import type { Clock } from "./clock.ts";
import { loadSqlite } from "./driver.ts";
import { reader } from "./read.ts";
import { APPLICATION_ID, LAYOUT, SCHEMA } from "./schema.ts";
import { sessionStore } from "./sessions.ts";
import { writer } from "./write.ts";

/**
 * Opens a store, and creates its tables if there are none.
 *
 * The file names its history of versions. A backup that is restored after further writes would continue another history
 * under the same name, which no server can notice, so whoever restores one has to replace `store.history` in it.
 *
 * @param file path of an SQLite file that no other process has open, or `:memory:`
 * @param time milliseconds since the epoch
 * @throws Error that names the file if it cannot be opened or is not a database of this server; an error that
 * `isWithoutSqlite` recognises if this machine has no SQLite
 */
export function openStore(file = ":memory:", time: Clock = Date.now): Store {
  const db = openDatabase(file);
  const { history } = db.prepare("SELECT history FROM store").get() as { history: string };
  const clock = startClock(db, time);
  const write = writer(db, clock);
  const transaction = db.transaction(write);
  return {
    history: () => history,
    now: () => Math.floor(clock() / 1000),
    ...reader(db, clock),
    write: (...args) => transaction.immediate(...args),
    sessions: sessionStore(db, clock, write),
    close: () => release(db),
  };
}

function openDatabase(file: string): Database.Database {
  const Sqlite = loadSqlite();
  try {
    const db = new Sqlite(file);
    try {
      prepareFile(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw new Error(`Cannot keep data in ${file}: ${(error as Error).message}`, { cause: error });
  }
}

function prepareFile(db: Database.Database): void {
  const { application_id: id } = db.prepare("PRAGMA application_id").get() as { application_id: number };
  const { user_version: layout } = db.prepare("PRAGMA user_version").get() as { user_version: number };
  const { tables } = db.prepare("SELECT count(*) AS tables FROM sqlite_schema").get() as { tables: number };
  if (tables > 0 && id !== APPLICATION_ID) throw new Error("it is a database of something else");
  if (tables > 0 && layout !== LAYOUT) throw new Error(`its layout is ${layout}, not ${LAYOUT}`);

  // The clock and the reads of one request assume a single process, so a second one fails here.
  db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  if (tables === 0) db.exec(`BEGIN; ${SCHEMA}; COMMIT`);
}

/** Unlocks the file, then closes the database: the driver closes the file only after its statements are collected. */
function release(db: Database.Database): void {
  db.exec("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT history FROM store");
  db.close();
}

function startClock(db: Database.Database, time: Clock): Clock {
  const row = db.prepare("SELECT coalesce(max(modified), 0) AS modified FROM accounts").get();
  let latest = (row as { modified: number }).modified * 1000;
  return () => {
    latest = Math.max(latest, time());
    return latest;
  };
}
