import type { Outcome, Report, RuleResult } from "./model.ts";
import { currentId } from "./rule-ids.ts";
import { isBinding, isBroken, isSeenBroken } from "./verdict.ts";

/** A rule that came out otherwise than in an older run. */
export interface Changed {
  rule: string;
  level: RuleResult["level"];
  before: Outcome;
  after: Outcome;
}

/** What became of the rules that two runs have in common. */
export interface Regression {
  newlyViolated: Changed[];
  /** Violated or held back before, and passed now. */
  mended: Changed[];
  /** Judged before, and not now. */
  newlyHeldBack: Changed[];
}

/** Puts an older and a newer run of one server side by side. */
export function regression(older: Pick<Report, "results">, newer: Pick<Report, "results">): Regression {
  const before = new Map(older.results.map((result) => [currentId(result.rule) ?? result.rule, result]));
  const pairs = newer.results.flatMap((after) => {
    const earlier = before.get(currentId(after.rule) ?? after.rule);
    return earlier ? [{ earlier, after }] : [];
  });
  const isHeld = (result: RuleResult) => isBroken(result) || result.outcome === "inconclusive";
  const isBad = (result: RuleResult) => isSeenBroken(result.outcome) || isHeld(result);
  const of = (holds: (earlier: RuleResult, after: RuleResult) => boolean): Changed[] =>
    pairs
      .filter(({ earlier, after }) => holds(earlier, after))
      .map(({ earlier, after: { rule, level, outcome } }) => ({
        rule,
        level,
        before: earlier.outcome,
        after: outcome,
      }));
  return {
    newlyViolated: of((was, is) => isSeenBroken(is.outcome) && !isSeenBroken(was.outcome)),
    mended: of((was, is) => isBad(was) && is.outcome === "passed"),
    newlyHeldBack: of((was, is) => isHeld(is) && !isBad(was)),
  };
}

/** Whether anything became worse that fails a run. */
export function isWorse({ newlyViolated, newlyHeldBack }: Regression): boolean {
  return [...newlyViolated, ...newlyHeldBack].some(({ level }) => isBinding(level));
}
