import { asksToWait, WAIT_SECONDS } from "./limits.ts";
import { Refusal } from "./problem.ts";

/** Clients that sent a body that is too large, and have to wait before they send such a body again. */
export class Waits {
  /** When waits end, by account and client; on the clock of `performance.now`, which nobody sets. */
  readonly #ends = new Map<string, number>();

  /**
   * Refuses an oversized request of a client that has to wait. This comes early, since 429 precedes whatever else
   * is wrong with a request; most clients do not wait, and for them nothing is looked at.
   * @param isOversized is asked only while the client has to wait
   * @throws Refusal 429
   */
  refuse(account: string, client: string, isOversized: () => boolean): void {
    const left = this.#left(keyOf(account, client));
    if (left > 0 && isOversized()) throw tooMany(left);
  }

  /**
   * Attempts a request: the first 413 begins a wait, and during it another one becomes a 429. The wait is not
   * extended by that (limit.wait.retry-after).
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

/** Rounded up: who waits as long as this says is to find the wait over. */
function tooMany(left: number): Refusal {
  return new Refusal(429, { headers: { "Retry-After": String(Math.ceil(left / 1000)) } });
}
