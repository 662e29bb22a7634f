/** The limits of the server, and other settings that all sequences of a check share. */
import type { Account } from "../../../exchange/account.ts";
import { control, present } from "../expect.ts";
import type { Focus } from "./rule-focus.ts";

/** The limits and the quota of the server, read once for all sequences. */
export interface Bounds {
  sessions: number;
  /** Seconds. */
  lifetime: number;
  /** Seconds that a server remembers the end of a session at least. */
  remembered: number;
  stagedRecords: number;
  stagedBytes: number;
  listRecords: number;
  recordBytes: number;
  pageRecords: number;
  /** Bytes; null if there is no quota. */
  quota: number | null;
}

/** The settings that all sequences of a check share. */
export interface SequenceSetting {
  focus: Focus;
  bounds: Bounds;
  /** Counts of successful requests by kind. */
  tally: Map<string, number>;
  /** Whether records expire during a sequence. */
  timed: boolean;
  /** Bytes of the quota that are free when a sequence begins; null: all. */
  room: number | null;
}

/**
 * Reads what bounds a sequence.
 * @throws Broken if the server does not announce them
 */
export async function boundsOf(account: Account): Promise<Bounds> {
  const { json } = control(await account.get("/info/configuration"), 200);
  const limits = Object((Object(json) as { limits?: unknown }).limits) as Record<string, unknown>;
  const limit = (name: string) =>
    present(name, Number.isSafeInteger(limits[name]) ? Number(limits[name]) : null);
  const view = control(await account.get("/info/quota"), 200).json as { quota?: unknown } | undefined;
  return {
    sessions: limit("max_sessions"),
    lifetime: limit("max_session_lifetime"),
    remembered: limit("max_session_ttl"),
    stagedRecords: limit("max_session_records"),
    stagedBytes: limit("max_session_bytes"),
    listRecords: limit("max_post_records"),
    recordBytes: limit("max_record_payload_bytes"),
    pageRecords: limit("max_page_records"),
    quota: typeof view?.quota === "number" ? view.quota : null,
  };
}
