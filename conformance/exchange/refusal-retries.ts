import type { Answer } from "./answer.ts";

/** Decides when to repeat a request that the server refused for a moment. */

/** Longest pause; a refusal that asks for a longer one is not retried. */
const LONGEST_PAUSE_S = 10;
/** Most pauses for one request. */
const MOST_PAUSES = 4;
/** After this many requests in a row that stayed refused, nothing is retried any more. */
const GIVE_UP_AFTER = 5;

/** The properties of a request that decide whether its refusal is retried. */
export interface RefusedRequest {
  method: string;
  /** Raw path below the endpoint URL. */
  path: string;
  /** True if only a 503 is retried, because the request is about other refusals. */
  impatient: boolean;
  /** True if the server has room for another session. */
  hasSessionRoom: boolean;
  /** True if a session of the same check may still hold a lease. */
  leased: boolean;
}

/**
 * Decides how long to wait before a refused request is repeated: `Retry-After` says that the server did not perform it.
 * A server may be unavailable for a moment, limit its rate, or refuse one of two racing requests, and no check should
 * fail for that or wait for ever. All requests of a run share one object.
 */
export class RefusalRetries {
  #givenUp = 0;

  /**
   * @param pauses number of pauses for this request so far
   * @returns seconds to wait; null to accept the answer. An accepted temporary refusal is marked as `deferred`.
   */
  secondsToWait(answer: Answer, request: RefusedRequest, pauses: number): number | null {
    if (!isTemporary(answer.status, request)) {
      if (answer.status !== 0) this.#givenUp = 0;
      return null;
    }
    const seconds = answer.integer("Retry-After");
    if (seconds === undefined) return null;
    const isLong = seconds > LONGEST_PAUSE_S;
    if (!isLong && pauses < MOST_PAUSES && this.#givenUp < GIVE_UP_AFTER) return seconds;
    if (!isLong) this.#givenUp += 1;
    // A lasting conflict may be a violation, so it is not deferred.
    answer.deferred = answer.status !== 409;
    return null;
  }
}

/** Whether a refusal is temporary, and not a consequence of earlier requests of the check. */
function isTemporary(
  status: number,
  { method, path, impatient, hasSessionRoom, leased }: RefusedRequest,
): boolean {
  if (status === 503) return true;
  if (impatient) return false;
  const beginsSession = method === "POST" && path === "/sessions";
  if (status === 429) return hasSessionRoom || !beginsSession;
  // If a check begins two sessions at once, the second is refused before we know of the first.
  return status === 409 && !beginsSession && !leased;
}
