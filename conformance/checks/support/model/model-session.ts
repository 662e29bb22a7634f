/** A session in the model. */
import type { Effect } from "./write-effects.ts";

/** A session as the model has it. */
export interface Lease {
  id: string;
  scope: readonly string[];
  /** The account's version when it began. */
  version: number;
  /** All that is staged, in order. */
  staged: Effect[];
  records: number;
  bytes: number;
  /** Seconds for which it was granted. */
  ttl: number;
  /** Seconds since the epoch until which it lives at least, if nobody ends it. */
  lives: number;
  /** Seconds since the epoch after which no renewal helps. */
  latest: number;
  /** How it ended; null while it is alive. */
  outcome: "committed" | "aborted" | null;
  /** The version that its commit reported. */
  committed: number | null;
  /** Seconds since the epoch. */
  ended: number;
}
