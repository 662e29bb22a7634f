/** A session in the model. */
import type { Effect } from "./write-effects.ts";

/** A session in the model. */
export interface Lease {
  id: string;
  scope: readonly string[];
  /** The account's version when it began. */
  version: number;
  /** The staged effects, in order. */
  staged: Effect[];
  records: number;
  bytes: number;
  /** The granted time to live in seconds. */
  ttl: number;
  /** Seconds since the epoch until which it is alive at least, unless it is ended. */
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
