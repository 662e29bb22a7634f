/** The interface of the store of sessions. */
import type { Change, Written } from "./stored-changes.ts";

/** The current state of a session, alive or ended. */
export interface Session {
  id: string;
  /** Full paths of partitions and collections that only the session may write to while it is alive. */
  scope: string[];
  /** The account's version when the session began. */
  version: number;
  /** Milliseconds until it ends unless it is renewed; 0 once it has ended. */
  left: number;
  /** Staged records so far, counted once for each PUT or POST, and UTF-8 bytes of their payloads. */
  staged: Amount;
  /** How it ended; null while it is alive. */
  outcome: "committed" | "aborted" | "expired" | null;
  /** The version of the commit; null unless it was committed. */
  committed: number | null;
}

export interface Amount {
  records: number;
  bytes: number;
}

/**
 * The sessions of all accounts. The store only keeps staged changes: the caller decides which write may be performed or
 * staged, without an await between the decision and the call.
 */
export interface SessionStore {
  /**
   * Begins a session.
   * @param ttl seconds for which it lives unless it is renewed
   * @param lifetime seconds for which it lives at all
   */
  begin(account: string, session: { scope: string[]; ttl: number; lifetime: number }): Session;
  /** The live sessions of an account. */
  live(account: string): Session[];
  /** A session of this account; undefined if there is none, or if it ended long ago and was forgotten. */
  find(account: string, id: string): Session | undefined;
  /** Restarts the time to live of a live session. */
  renew(account: string, id: string): void;
  /** Adds changes to a live session. */
  stage(account: string, id: string, changes: Change[], amount: Amount): void;
  /**
   * Applies all staged changes as one write, and ends the session.
   * @throws QuotaExceeded as a write does; the session then stays alive with its staged changes
   */
  commit(account: string, id: string, quota?: number | null): Written;
  /** Ends a live session and drops its staged changes. */
  abort(account: string, id: string): void;
}
