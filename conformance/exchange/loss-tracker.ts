import type { Loss } from "../results/report-model.ts";

/** Decides when to repeat a request whose answer was lost, and whether the server is down. */

/** Pauses before a request with a lost answer is repeated, in milliseconds. */
const PAUSES_MS = [50, 150, 400];
/** The pauses if nothing listens at the address: a restarting server needs more time. */
const PAUSES_UNSENT_MS = [100, 300, 1000, 2000];
/** After this many requests whose retries all failed, nothing is retried any more. */
const GIVE_UP_AFTER = 8;
/** This many lost answers in a row mean that the server is down, not just one connection. */
const OUTAGE = 3;
/** After this time without an answer, the server counts as gone. */
const GONE_MS = 8000;

/** A lost answer, and whether its request may be repeated. */
export interface LostAnswer {
  kind: Loss;
  unsent: boolean;
  late: boolean;
  /** True if the server may perform the request twice without harm. */
  repeatable: boolean;
}

/**
 * Counts lost answers and decides when to repeat a request. All requests of a run share one object, because together
 * they show whether the server is up.
 */
export class LossTracker {
  /** Number of lost answers since the last answer. */
  #inARow = 0;
  #givenUp = 0;
  /** Time of the last answer; null before the first. Nobody waits for a server that has never answered. */
  #answeredAt: number | null;
  /** Time of the first lost answer in the current row. */
  #since = 0;
  /** The last outage: from the last answer before it to its last lost answer. */
  #outage: [from: number, to: number] | null = null;

  /** @param recordAnswer true if the server has answered before */
  constructor(recordAnswer = false) {
    this.#answeredAt = recordAnswer ? performance.now() : null;
  }

  /** Records an answer of the server. */
  answered(): void {
    this.#inARow = 0;
    this.#answeredAt = performance.now();
  }

  /**
   * Records a lost answer.
   * @param times how often this request was repeated before
   * @returns milliseconds until the request is repeated; null if it is not
   */
  recordLoss({ kind, unsent, late, repeatable }: LostAnswer, times: number): number | null {
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
    // A server that has never answered is retried only after a broken connection, not if it is silent or not there.
    if (this.#answeredAt === null ? unsent || late : this.isGone) return null;
    const pause = (unsent ? PAUSES_UNSENT_MS : late ? PAUSES_MS.slice(0, 1) : PAUSES_MS)[times];
    if (pause !== undefined && this.#givenUp < GIVE_UP_AFTER) return pause;
    this.#givenUp += 1;
    return null;
  }

  /** Records that a repeated request was answered. */
  recordRecovery(): void {
    this.#givenUp = 0;
  }

  /** True while the server does not answer. */
  get isDown(): boolean {
    return this.#inARow >= OUTAGE;
  }

  /** True if the server has never answered, or not for so long that no answer is expected. */
  get isGone(): boolean {
    if (this.#answeredAt === null) return true;
    return this.#inARow > 0 && performance.now() - this.#answeredAt > GONE_MS;
  }

  /**
   * Whether the server was down at any time since then. If it was, sessions and other state may be lost.
   * @param since a time of `performance.now`
   */
  wasAway(since: number): boolean {
    return this.#outage !== null && this.#outage[1] >= since;
  }
}
