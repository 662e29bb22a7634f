import { fieldLines, mediaType } from "../contract/message.ts";
import type { Loss } from "../results/report-model.ts";
import type { NoResponse } from "./no-response.ts";
import type { WireResponse } from "./wire.ts";

/** Recognises answers that were lost: no response came, or a front answered for a server that did not. */

/**
 * Statuses that a front sends if the server behind it did not answer or the request did not arrive whole: those of
 * RFC 9110, and those that large content delivery networks use.
 */
const FRONT_STATUSES: ReadonlySet<number> = new Set([
  408, 502, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530,
]);

/**
 * Whether an answer comes from a front that got no answer from the server: it has neither the header field of every
 * response (header.timestamp.present) nor the form of a problem. All other answers of a front count as the server's,
 * because a permanent front is a part of the service.
 * @param about503 true if the request is about 503
 */
export function isForeign({ status, headers }: WireResponse, about503: boolean): boolean {
  if (fieldLines(headers, "X-Weave-Timestamp").length > 0) return false;
  if (mediaType(headers) === "application/problem+json") return false;
  if (status !== 503) return FRONT_STATUSES.has(status);
  // A 503 with Retry-After is retried, so it is no loss.
  const waits = fieldLines(headers, "Retry-After").some((value) => /^[0-9]+$/.test(value));
  return !about503 && !waits;
}

/** Why an exchange has no answer of the server; null if it has one. */
export function lossOf(
  response: WireResponse | null,
  failure: NoResponse | null,
  about503: boolean,
): Loss | null {
  if (failure) return failure.kind === "malformed" ? null : failure.kind;
  return response && isForeign(response, about503) ? "foreign" : null;
}
