/** Fills a session up to one of its limits. */
import type { Partition } from "../../contract/document.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { NotApplicable, Untested } from "../../runner/outcomes.ts";
import {
  affordable,
  controlTaken,
  type Limits,
  MOST_BYTES,
  MOST_RECORDS,
  requireRoom,
} from "./announced-limits.ts";
import type { Session } from "./begun-session.ts";
import { shares, textOf } from "./oversized-requests.ts";

/** The limits of one session. */
const SESSION_LIMITS = ["max_session_records", "max_session_bytes"] as const;
export type SessionLimit = (typeof SESSION_LIMITS)[number];

/** The lists that fill a session, and a payload that then exceeds its limit. */
export interface Filling {
  limit: SessionLimit;
  /** Lists up to one less than the limit. */
  lists: RawBody[];
  /** The payload that reaches the limit. */
  payload: string;
}

/**
 * Prepares the lists that fill a session before it begins, since a session is short.
 * @throws Untested, NotApplicable
 */
export function fillingOf(limit: SessionLimit, limits: Limits): Filling {
  const value = limits[limit];
  if (limit === "max_session_records") {
    affordable([limit], value + 1, { limit, value, most: MOST_RECORDS });
    const sizes = Array.from({ length: value - 1 }, () => 0);
    return { limit, lists: listsOf(sizes, limits.max_post_records), payload: "" };
  }
  affordable([limit], value + 1, { limit, value, most: MOST_BYTES });
  const each = Math.min(limits.max_record_payload_bytes, limits.max_post_bytes);
  const sizes = shares(value - 1, each);
  // The session needs room for the records that exceed the limit.
  requireRoom(sizes.length + 2 <= limits.max_session_records, limits, limit, "max_session_records");
  const most = Math.min(limits.max_post_records, Math.floor(limits.max_post_bytes / each));
  return { limit, lists: listsOf(sizes, most), payload: "x" };
}

/** The possible fillings of a session, if any. */
export function fillings(limits: Limits): Filling[] {
  return SESSION_LIMITS.flatMap((limit) => {
    try {
      return limit === "max_session_bytes" && limits[limit] > MOST_BYTES / 2
        ? []
        : [fillingOf(limit, limits)];
    } catch (error) {
      if (error instanceof Untested || error instanceof NotApplicable) return [];
      throw error;
    }
  });
}

function listsOf(sizes: number[], most: number): RawBody[] {
  const records = sizes.map((size, index) => ({
    id: `s${index}`,
    ...(size > 0 && { payload: textOf(size) }),
  }));
  const count = Math.ceil(records.length / most);
  return Array.from({ length: count }, (_, index) =>
    RawBody.json(records.slice(index * most, (index + 1) * most)),
  );
}

/**
 * Stages up to one less than a limit.
 * @throws Broken if anything is refused
 */
export async function fill(session: Session, partition: Partition, { lists }: Filling): Promise<void> {
  for (const list of lists) {
    const answer: Answer = await session.request("POST", `/${partition}/staged`, list);
    controlTaken(answer);
  }
}
