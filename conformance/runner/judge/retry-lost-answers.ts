import { setTimeout } from "node:timers/promises";
import type { AccountLender } from "../accounts/account-lender.ts";
import type { RetryPolicy } from "./attempts.ts";
import type { Conclusion, Evidence } from "./conclusion.ts";
import { lostIn } from "./discount-lost-answers.ts";

/** Most attempts in a row that lose answers. */
const MOST_LOST = 6;
/** After this many attempts that lost the same answer, it is no accident. */
const SAME_LOST = 3;
/** No further attempt begins after this time, because each one on a silent server takes long. */
const LONGEST_MS = 60_000;
/** Pause between attempts while the server is down. */
const PAUSE_MS = 1000;

/** Decides whether a check for one partition is repeated. */
export class LostAnswerRetries implements RetryPolicy {
  readonly #lender: AccountLender;
  readonly #name: string;
  readonly #began = performance.now();
  #attempts = 0;

  /** @param name names the check and the partition */
  constructor(lender: AccountLender, name: string) {
    this.#lender = lender;
    this.#name = name;
  }

  get repeats(): number {
    return this.#lender.target.repeats;
  }

  /** Records the findings of an attempt, or drops them if the attempt lost answers. */
  see({ exchanges }: Evidence, { lost }: Conclusion): void {
    this.#attempts += 1;
    for (const exchange of exchanges) {
      if (lost !== undefined) exchange.findings = [];
      else this.#lender.findingAttempts.record(exchange, `${this.#name} ${this.#attempts}`);
    }
  }

  async afterLoss(lost: readonly Evidence[]): Promise<boolean> {
    const { lossTracker, stopSignal } = this.#lender;
    const firsts = lost.map(({ exchanges }) => firstOpen(exchanges));
    const isSame = lost.length >= SAME_LOST && firsts.every((first) => first !== null && first === firsts[0]);
    const isLimit = lost.some(({ exchanges }) => exchanges.some((exchange) => exchange.lost === "limit"));
    const isLate = performance.now() - this.#began > LONGEST_MS;
    if (isSame || isLimit || isLate || lost.length >= MOST_LOST || lossTracker.isGone) return false;
    if (lossTracker.isDown)
      await setTimeout(PAUSE_MS, undefined, stopSignal ? { signal: stopSignal.signal } : {}).catch(() => {});
    return !stopSignal?.signal.aborted;
  }
}

/** Names the first request that never got an answer; null if there is none. */
function firstOpen(exchanges: Evidence["exchanges"]): string | null {
  const lost = lostIn(exchanges).find(({ again }) => !again);
  if (!lost) return null;
  const { operation, request } = lost;
  const before = exchanges.slice(0, exchanges.indexOf(lost)).filter(({ again }) => !again).length;
  return `${before} ${request.method} ${operation}`;
}
