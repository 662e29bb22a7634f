/** Keeps sessions and their staged changes in the database. */
import { randomBytes } from "node:crypto";
import type Database from "libsql";
import type { Session, SessionStore } from "../session-store.ts";
import type { Store } from "../store.ts";
import type { Change } from "../stored-changes.ts";
import type { Clock } from "./clock.ts";

/** Milliseconds for which an ended session is remembered, far more than any time to live (session.ended.kept). */
const REMEMBERED = 24 * 60 * 60 * 1000;

interface SessionRow extends Omit<Session, "scope" | "left" | "staged"> {
  scope: string;
  ends: number;
  records: number;
  bytes: number;
}

/**
 * Makes the session store of a database.
 * @param write performs a write within a transaction of this file
 */
export function sessionStore(db: Database.Database, clock: Clock, write: Store["write"]): SessionStore {
  const sql = statements(db);

  function find(account: string, id: string): Session | undefined {
    const row = sql.find.get({ account, id }) as SessionRow | undefined;
    return row && toSession(row, clock());
  }

  function end(account: string, id: string, outcome: Session["outcome"], committed: number | null): void {
    sql.end.run({ account, id, outcome, committed, now: clock() });
    sql.drop.run({ id });
  }

  const begin = db.transaction((account: string, id: string, { scope, ttl, lifetime }: Lease) => {
    const now = clock();
    sql.dropExpired.run({ account, now });
    sql.forget.run({ account, before: now - REMEMBERED });
    sql.begin.run({
      id,
      account,
      scope: JSON.stringify(scope),
      ttl: ttl * 1000,
      latest: now + lifetime * 1000,
      ends: now + Math.min(ttl, lifetime) * 1000,
    });
  });

  const stage = db.transaction(
    (account: string, id: string, changes: Change[], amount: Session["staged"]) => {
      sql.stage.run({ id, changes: JSON.stringify(changes) });
      sql.count.run({ account, id, ...amount });
    },
  );

  const commit = db.transaction((account: string, id: string, quota: number | null) => {
    const rows = sql.staged.all({ id }) as { changes: string }[];
    const written = write(
      account,
      rows.flatMap(({ changes }) => JSON.parse(changes) as Change[]),
      quota,
    );
    end(account, id, "committed", written.version);
    return written;
  });

  const abort = db.transaction((account: string, id: string) => end(account, id, "aborted", null));

  return {
    begin(account, lease) {
      const id = randomBytes(15).toString("base64url");
      begin.immediate(account, id, lease);
      return find(account, id) as Session;
    },
    live(account) {
      const now = clock();
      return (sql.live.all({ account, now }) as SessionRow[]).map((row) => toSession(row, now));
    },
    find,
    renew: (account, id) => void sql.renew.run({ account, id, now: clock() }),
    stage: (account, id, changes, amount) => stage.immediate(account, id, changes, amount),
    commit: (account, id, quota = null) => commit.immediate(account, id, quota),
    abort: (account, id) => abort.immediate(account, id),
  };
}

type Lease = Parameters<SessionStore["begin"]>[1];

function toSession(
  { id, scope, version, ends, records, bytes, outcome, committed }: SessionRow,
  now: number,
) {
  const left = outcome === null ? Math.max(0, ends - now) : 0;
  return {
    id,
    scope: JSON.parse(scope) as string[],
    version,
    left,
    staged: { records, bytes },
    outcome: outcome ?? (left > 0 ? null : "expired"),
    committed,
  } satisfies Session;
}

function statements(db: Database.Database) {
  const alive = "account = :account AND outcome IS NULL AND ends > :now";
  return {
    find: db.prepare("SELECT * FROM sessions WHERE id = :id AND account = :account"),
    live: db.prepare(`SELECT * FROM sessions WHERE ${alive} ORDER BY ends`),
    begin: db.prepare(`
      INSERT INTO sessions (id, account, scope, version, ttl, latest, ends, records, bytes)
      VALUES (:id, :account, :scope, coalesce((SELECT version FROM accounts WHERE account = :account), 0),
              :ttl, :latest, :ends, 0, 0)`),
    renew: db.prepare(`UPDATE sessions SET ends = min(latest, :now + ttl) WHERE id = :id AND ${alive}`),
    stage: db.prepare("INSERT INTO staged (session, changes) VALUES (:id, :changes)"),
    count: db.prepare(`
      UPDATE sessions SET records = records + :records, bytes = bytes + :bytes
      WHERE id = :id AND account = :account`),
    staged: db.prepare("SELECT changes FROM staged WHERE session = :id ORDER BY position"),
    end: db.prepare(`
      UPDATE sessions SET outcome = :outcome, committed = :committed, ends = :now
      WHERE id = :id AND account = :account`),
    drop: db.prepare("DELETE FROM staged WHERE session = :id"),
    dropExpired: db.prepare(`
      DELETE FROM staged WHERE session IN (
        SELECT id FROM sessions WHERE account = :account AND outcome IS NULL AND ends <= :now)`),
    forget: db.prepare("DELETE FROM sessions WHERE account = :account AND ends <= :before"),
  };
}
