import type { Loss } from "../results/model.ts";

/** Pauses before a request is sent again whose answer was lost, in milliseconds. */
const PAUSES_MS = [50, 150, 400];
/** The same where nobody listens: a server that restarts comes back after a while. */
const PAUSES_UNSENT_MS = [100, 300, 1000, 2000];
/** Requests in a row that were sent again in vain, after which each is sent once. */
const GIVE_UP_AFTER = 8;
/** Lost answers in a row that are no matter of single connections. */
const OUTAGE = 3;
/** A server that has not answered for as long is not waited for. */
const GONE_MS = 8000;

/** What was lost, and whether it may be asked again. */
export interface Lost {
  kind: Loss;
  unsent: boolean;
  late: boolean;
  /** True where it does no harm that a request is performed twice. */
  repeatable: boolean;
}

/**
 * Keeps count of answers that were lost on the way, and says when to send a request again. One for all requests of a
 * run: what one of them meets with tells how the server is.
 */
export class Losses {
  /** Lost answers since the last one that came. */
  #inARow = 0;
  #inVain = 0;
  /** When the last answer came; null before the first one, as nobody waits for a server that was never there. */
  #answeredAt: number | null;
  /** When the first of those in a row was lost. */
  #since = 0;
  /** When the server was last seen not to answer anybody: from the last answer before to the last loss. */
  #outage: [from: number, to: number] | null = null;

  /** @param answered true where the server answered before */
  constructor(answered = false) {
    this.#answeredAt = answered ? performance.now() : null;
  }

  /** Takes note of an answer of the server. */
  answered(): void {
    this.#inARow = 0;
    this.#answeredAt = performance.now();
  }

  /**
   * Takes note of a loss.
   * @param times how often this request was sent again before
   * @returns milliseconds after which to send it again; null where it is not sent again
   */
  lost({ kind, unsent, late, repeatable }: Lost, times: number): number | null {
    if (kind === "limit") return null;
    const now = performance.now();
    if (this.#inARow === 0) this.#since = now;
    this.#inARow += 1;
    if (unsent || this.#inARow >= OUTAGE) {
      const from = Math.min(this.#since, this.#answeredAt ?? now);
      const [before, until] = this.#outage ?? [from, 0];
      this.#outage = [until >= from ? before : from, now];
    }
    if (!(repeatable || unsent)) return null;
    // Of a server that was never there nobody listens, or keeps silent; single connections break everywhere.
    if (this.#answeredAt === null ? unsent || late : this.isGone) return null;
    const pause = (unsent ? PAUSES_UNSENT_MS : late ? PAUSES_MS.slice(0, 1) : PAUSES_MS)[times];
    if (pause !== undefined && this.#inVain < GIVE_UP_AFTER) return pause;
    this.#inVain += 1;
    return null;
  }

  /** Takes note of a request that was answered when it was sent again. */
  recovered(): void {
    this.#inVain = 0;
  }

  /** True where the last thing that was seen of the server is that it does not answer. */
  get isDown(): boolean {
    return this.#inARow >= OUTAGE;
  }

  /** True where it never answered, or has not for so long that nothing more is to be expected. */
  get isGone(): boolean {
    if (this.#answeredAt === null) return true;
    return this.#inARow > 0 && performance.now() - this.#answeredAt > GONE_MS;
  }

  /**
   * Says whether the server was away for a while since then: what it had begun may have come to an end.
   * @param since by the clock of `performance.now`
   */
  wasAway(since: number): boolean {
    return this.#outage !== null && this.#outage[1] >= since;
  }
}
