/** Keeps clients waiting that sent a body that is too large. */
import { asksToWait, WAIT_SECONDS } from "./limits.ts";
import { Refusal } from "./problem.ts";

/** Remembers which clients have to wait before they may send an oversized body again. */
export class Waits {
  /** The ends of waits by account and client, on the clock of `performance.now`, which nobody adjusts. */
  readonly #ends = new Map<string, number>();

  /**
   * Refuses an oversized request of a client that has to wait. This comes early, since 429 precedes most other
   * refusals.
   * @param isOversized called only while the client has to wait
   * @throws Refusal 429
   */
  refuse(account: string, client: string, isOversized: () => boolean): void {
    const left = this.#left(keyOf(account, client));
    if (left > 0 && isOversized()) throw tooMany(left);
  }

  /**
   * Attempts a request: the first 413 begins a wait, and another 413 during the wait becomes a 429, which does not
   * extend the wait (limit.wait.retry-after).
   */
  async govern<T>(account: string, client: string, attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Refusal) || !asksToWait(error)) throw error;
      const key = keyOf(account, client);
      const left = this.#left(key);
      if (left > 0) throw tooMany(left);
      for (const other of this.#ends.keys()) if (this.#left(other) <= 0) this.#ends.delete(other);
      this.#ends.set(key, performance.now() + WAIT_SECONDS * 1000);
      throw error;
    }
  }

  /** Milliseconds. */
  #left(key: string): number {
    return (this.#ends.get(key) ?? 0) - performance.now();
  }
}

function keyOf(account: string, client: string): string {
  return `${account} ${client}`;
}

/** The 429. It rounds up, so that the wait is over after this many seconds. */
function tooMany(left: number): Refusal {
  return new Refusal(429, { headers: { "Retry-After": String(Math.ceil(left / 1000)) } });
}
