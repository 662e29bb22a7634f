import type { RuleId } from "../../../generated/rules.ts";
import type { Exchange, RuleResult } from "../../results/model.ts";
import { violated } from "./conclude.ts";
import type { Conclusion } from "./conclusion.ts";

/** In how many attempts at checks a rule has to be seen violated. */
const ENOUGH = 2;

/**
 * Attempts in which the contract layer saw a rule violated. Of an exchange that stands among those of several checks,
 * since it was made once for all of them, one counts.
 */
export class FindingAttempts {
  readonly #exchanges = new Map<RuleId, Map<string, string>>();

  /** @param attempt names the attempt at a check in which it was seen */
  record(exchange: Exchange, attempt: string): void {
    const { startedAt, durationMs, request } = exchange;
    for (const { rule } of exchange.findings) {
      const seen = this.#exchanges.get(rule) ?? new Map<string, string>();
      this.#exchanges.set(rule, seen);
      if (!seen.has(attempt))
        seen.set(attempt, `${startedAt} ${durationMs} ${request.method} ${request.url}`);
    }
  }

  /** In how many attempts a rule was seen violated. */
  countOf(rule: RuleId): number {
    return new Set(this.#exchanges.get(rule)?.values()).size;
  }

  /** Whether what was seen of a rule was seen once, so that it has to be looked for again. */
  isSeenOnce(rule: RuleId): boolean {
    return this.countOf(rule) > 0 && this.countOf(rule) < ENOUGH;
  }

  /** The rules of which something was seen once, each with the attempt that saw it. */
  get seenOnce(): [rule: RuleId, attempt: string][] {
    return [...this.#exchanges].flatMap(([rule, seen]) =>
      this.isSeenOnce(rule) ? [...seen.keys()].map((attempt): [RuleId, string] => [rule, attempt]) : [],
    );
  }
}

/**
 * What the contract layer saw anywhere in a run counts for the rule that it concerns: a rule whose own check passed is
 * violated when exchanges of other checks break it, in two attempts or more, as it is where its own check finds it so.
 */
export class FindingsOfRun {
  readonly #first = new Map<RuleId, { found: Conclusion; by: string }>();
  readonly #findingAttempts = new FindingAttempts();
  readonly #repeats: number;

  /** @param repeats attempts at a check after one that found something; with 0 that counts by itself */
  constructor(repeats: number) {
    this.#repeats = repeats;
  }

  /** Is to be called for each exchange of the run. */
  record(exchange: Exchange): void {
    const { id, part, findings } = exchange;
    const by = id.slice(0, Math.max(0, id.lastIndexOf("#")));
    for (const finding of findings) {
      if (this.#first.has(finding.rule)) continue;
      this.#first.set(finding.rule, { found: violated(finding, exchange), by });
    }
    this.#findingAttempts.record(exchange, `${by} ${part?.partition} ${part?.attempt}`);
  }

  /** @returns the result, or what became of it by what was seen */
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
