import { fieldLines, mediaType } from "../contract/message.ts";
import type { Loss } from "../results/model.ts";
import type { NoResponse } from "./failure.ts";
import type { WireResponse } from "./wire.ts";

/**
 * Statuses that say that a server behind did not answer, or that the request did not arrive whole: those of RFC 9110,
 * and what large content delivery networks add to them.
 */
const OF_A_FRONT: ReadonlySet<number> = new Set([408, 502, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530]);

/**
 * Says whether an answer cannot be that of a Sync 2.0 server, but comes from something in front of it that had no
 * answer: it has neither the header field that every response carries (header.timestamp.present) nor the form of a
 * problem. Anything else is held against the server, since a front that is there for good is a part of it.
 * @param about503 true where a 503 is what the request is about
 */
export function isForeign({ status, headers }: WireResponse, about503: boolean): boolean {
  if (fieldLines(headers, "X-Weave-Timestamp").length > 0) return false;
  if (mediaType(headers) === "application/problem+json") return false;
  if (status !== 503) return OF_A_FRONT.has(status);
  // One that says how long to wait is waited out.
  const waits = fieldLines(headers, "Retry-After").some((value) => /^[0-9]+$/.test(value));
  return !about503 && !waits;
}

/** What an exchange lacks to say anything of the server; null where it lacks nothing. */
export function lossOf(
  response: WireResponse | null,
  failure: NoResponse | null,
  about503: boolean,
): Loss | null {
  if (failure) return failure.kind === "malformed" ? null : failure.kind;
  return response && isForeign(response, about503) ? "foreign" : null;
}
