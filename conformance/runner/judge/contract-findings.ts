import type { RuleId } from "../../../generated/rules.ts";
import type { Exchange, RuleResult } from "../../results/report-model.ts";
import { violated } from "./conclude.ts";
import type { Conclusion } from "./conclusion.ts";

/** Number of attempts in which a violation has to be seen. */
const ENOUGH = 2;

/**
 * The attempts in which the contract layer saw each rule violated. An exchange that several checks share counts once.
 */
export class FindingAttempts {
  readonly #exchanges = new Map<RuleId, Map<string, string>>();

  /** @param attempt the name of the attempt that made the exchange */
  record(exchange: Exchange, attempt: string): void {
    const { startedAt, durationMs, request } = exchange;
    for (const { rule } of exchange.findings) {
      const seen = this.#exchanges.get(rule) ?? new Map<string, string>();
      this.#exchanges.set(rule, seen);
      if (!seen.has(attempt))
        seen.set(attempt, `${startedAt} ${durationMs} ${request.method} ${request.url}`);
    }
  }

  /** Number of attempts in which a rule was seen violated. */
  countOf(rule: RuleId): number {
    return new Set(this.#exchanges.get(rule)?.values()).size;
  }

  /** Whether a rule was seen violated only once, so that the attempt has to be repeated. */
  isSeenOnce(rule: RuleId): boolean {
    return this.countOf(rule) > 0 && this.countOf(rule) < ENOUGH;
  }

  /** The rules that were seen violated only once, each with the attempt that saw it. */
  get seenOnce(): [rule: RuleId, attempt: string][] {
    return [...this.#exchanges].flatMap(([rule, seen]) =>
      this.isSeenOnce(rule) ? [...seen.keys()].map((attempt): [RuleId, string] => [rule, attempt]) : [],
    );
  }
}

/**
 * The findings of the contract layer in all exchanges of a run. A rule whose own check passed is violated if exchanges
 * of other checks violate it in two attempts or more.
 */
export class FindingsOfRun {
  readonly #first = new Map<RuleId, { found: Conclusion; by: string }>();
  readonly #findingAttempts = new FindingAttempts();
  readonly #repeats: number;

  /** @param repeats number of attempts that follow a violation; with 0, a single finding counts */
  constructor(repeats: number) {
    this.#repeats = repeats;
  }

  /** Call this for each exchange of the run. */
  record(exchange: Exchange): void {
    const { id, part, findings } = exchange;
    const by = id.slice(0, Math.max(0, id.lastIndexOf("#")));
    for (const finding of findings) {
      if (this.#first.has(finding.rule)) continue;
      this.#first.set(finding.rule, { found: violated(finding, exchange), by });
    }
    this.#findingAttempts.record(exchange, `${by} ${part?.partition} ${part?.attempt}`);
  }

  /** @returns the result, changed if findings violate its rule */
  applyTo(result: RuleResult): RuleResult {
    const first = this.#first.get(result.rule);
    if (!first || result.outcome === "violated") return result;
    const { lost: _, ...rest } = result;
    if (this.#repeats === 0 || !this.#findingAttempts.isSeenOnce(result.rule))
      return { ...rest, ...first.found };
    if (result.outcome === "inconsistent") return result;
    const reason = `seen once, by the check of ${first.by}, and not when that was repeated: ${first.found.reason}`;
    return { ...rest, ...first.found, outcome: "inconsistent", reason };
  }
}
