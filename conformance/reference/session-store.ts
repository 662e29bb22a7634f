import type { Change, Written } from "./stored-changes.ts";

/** A session as it is at the moment of asking, alive or ended. */
export interface Session {
  id: string;
  /** Full paths of partitions and collections, which nobody else may write to while the session lives. */
  scope: string[];
  /** The account's version when the session began. */
  version: number;
  /** Milliseconds until it ends unless it is renewed; 0 once it has ended. */
  left: number;
  /** What PUTs and POSTs have staged so far: records, each time counted, and UTF-8 bytes of their payloads. */
  staged: Amount;
  /** How it ended; null while it is alive. */
  outcome: "committed" | "aborted" | "expired" | null;
  /** What the commit reported; null unless it was committed. */
  committed: number | null;
}

export interface Amount {
  records: number;
  bytes: number;
}

/**
 * The sessions of all accounts. They only keep what is staged: which write may be performed or staged is the
 * business of the caller, who asks and acts without an await in between.
 */
export interface SessionStore {
  /**
   * Begins a session.
   * @param ttl seconds for which it lives unless it is renewed
   * @param lifetime seconds for which it lives at all
   */
  begin(account: string, session: { scope: string[]; ttl: number; lifetime: number }): Session;
  /** Those of an account that are alive. */
  live(account: string): Session[];
  /** A session of this account; undefined where there is none, or it ended so long ago that it was forgotten. */
  find(account: string, id: string): Session | undefined;
  /** Restarts the time to live of a session that is alive. */
  renew(account: string, id: string): void;
  /** Adds changes to those that a live session holds. */
  stage(account: string, id: string, changes: Change[], amount: Amount): void;
  /**
   * Applies all that is staged as one write, and ends the session.
   * @throws QuotaExceeded as a write does; the session lives on with all that is staged
   */
  commit(account: string, id: string, quota?: number | null): Written;
  /** Ends a live session and drops what is staged. */
  abort(account: string, id: string): void;
}
