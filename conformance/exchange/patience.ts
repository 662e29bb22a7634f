import type { Answer } from "./answer.ts";

/** A longer pause is not waited for. */
const LONGEST_PAUSE_S = 10;
/** Pauses for one request. */
const MOST_PAUSES = 4;
/** Requests in a row that all pauses did not help, after which a server is asked no more than once. */
const GIVE_UP_AFTER = 5;

/** What says whether a refusal is what a request is about. */
export interface Asked {
  method: string;
  /** Raw path below the endpoint URL. */
  path: string;
  /** True where the sender says that no refusal but 503 is to be waited out. */
  impatient: boolean;
  /** True where there is room for another session. */
  roomy: boolean;
  /** True where a session that the same check began may still hold a scope. */
  leased: boolean;
}

/**
 * Says how long to wait before a refused request is sent again, since `Retry-After` says that it was not performed.
 * A server may be unavailable for a moment, limit its rate, or give way in a race; no check is to fail for that, and
 * none is to wait for ever. One for all requests of a run.
 */
export class Patience {
  #inVain = 0;

  /**
   * @param pauses those that were made for this request before
   * @returns seconds; null where the answer is to be taken as it is, which is `deferred` then if it says nothing of
   * what was asked
   */
  pause(answer: Answer, asked: Asked, pauses: number): number | null {
    if (!isPassing(answer.status, asked)) {
      if (answer.status !== 0) this.#inVain = 0;
      return null;
    }
    const seconds = answer.integer("Retry-After");
    if (seconds === undefined) return null;
    const isLong = seconds > LONGEST_PAUSE_S;
    if (!isLong && pauses < MOST_PAUSES && this.#inVain < GIVE_UP_AFTER) return seconds;
    if (!isLong) this.#inVain += 1;
    // A conflict that stays may be one that the server has no right to.
    answer.deferred = answer.status !== 409;
    return null;
  }
}

/** True for a refusal that has nothing to do with what the check did before. */
function isPassing(status: number, { method, path, impatient, roomy, leased }: Asked): boolean {
  if (status === 503) return true;
  if (impatient) return false;
  const begins = method === "POST" && path === "/sessions";
  if (status === 429) return roomy || !begins;
  // Of sessions that are begun at once the second is refused before the sender knows of the first.
  return status === 409 && !begins && !leased;
}
