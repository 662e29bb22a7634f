import { type Rule, type RuleId, rules } from "../../generated/rules.ts";
import type { Outcome, RuleResult } from "./model.ts";
import { currentId } from "./rule-ids.ts";
import { isBroken } from "./verdict.ts";

/** Outcomes that say something of the server. */
const CONCLUSIONS: readonly Outcome[] = ["passed", "violated", "inconsistent"];

/** As much of a result as tells how an entry stands. */
type Judged = Pick<RuleResult, "rule" | "outcome" | "cause" | "lost">;

/** True where a rule was not judged because of the server: its answer, or that there was none. */
export function isHeldUp({ outcome, cause, lost }: Judged): boolean {
  return isBroken({ outcome, ...(lost !== undefined && { lost }) }) && cause !== undefined;
}

/** An entry of a baseline, as it is written. */
export interface BaselineEntry {
  /** May be an id that the rule had before, or none at all. */
  rule: string;
  reason: string;
  issue: string | null;
  /** The last day on which it is accepted (UTC), `2027-01-31`; null for no end. */
  expires: string | null;
  /** The rule is violated now and then: that it passes means nothing. */
  flaky: boolean;
  /** What it stands for, beside its rule: all that has this cause is held back; null for what its rule shows. */
  cause: string | null;
  /** First and last line in the file, from 1. */
  lines: [first: number, last: number];
}

/**
 * What a run says of an entry.
 *
 * - `known`: the rule is violated, or held up by what the server does, as was to be expected.
 * - `expired`: that was to be expected once, and is no longer accepted.
 * - `passed`, `notApplicable`: the rule is kept, or not offered, and the entry has nothing to say.
 * - `unknown`: no rule has this id. `uncheckable`: its rule has no check. `duplicate`: another entry says it.
 * - `open`: nothing can be said: the rule was not run, or came to no conclusion.
 */
export type Standing =
  | "known"
  | "expired"
  | "passed"
  | "notApplicable"
  | "unknown"
  | "uncheckable"
  | "duplicate"
  | "open";

export interface Stood {
  entry: BaselineEntry;
  /** What the rule is called now; null where there is none. */
  rule: RuleId | null;
  standing: Standing;
}

/**
 * Says of each entry of a baseline how it stands after a run.
 *
 * @param today `2027-01-31`
 * @returns an item an entry, in their order
 */
export function standings(
  entries: readonly BaselineEntry[],
  results: readonly Judged[],
  today: string,
): Stood[] {
  const judged = new Map(results.map((result) => [currentId(result.rule), result]));
  const seen = new Set<RuleId>();
  return entries.map((entry) => {
    const rule = currentId(entry.rule);
    if (rule === null) return { entry, rule, standing: "unknown" };
    if (seen.has(rule)) return { entry, rule, standing: "duplicate" };
    seen.add(rule);
    const { untestable }: Rule = rules[rule];
    if (untestable !== undefined) return { entry, rule, standing: "uncheckable" };
    return { entry, rule, standing: standing(entry, judged.get(rule), today) };
  });
}

function standing({ flaky, expires }: BaselineEntry, result: Judged | undefined, today: string): Standing {
  const outcome = result?.outcome;
  if (outcome === "notApplicable" || (outcome === "passed" && !flaky)) return outcome;
  if (result === undefined || outcome === undefined) return "open";
  if (!CONCLUSIONS.includes(outcome) && !isHeldUp(result)) return "open";
  // Days are written from the greatest unit to the least, so that their order is that of their letters.
  if (expires !== null && expires < today) return "expired";
  return outcome === "passed" ? "open" : "known";
}
