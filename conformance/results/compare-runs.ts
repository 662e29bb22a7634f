/** Compares two runs of one server: which rules became worse, and which better. */
import type { Outcome, Report, RuleResult } from "./report-model.ts";
import { currentId } from "./rule-ids.ts";
import { isBinding, isBroken, isSeenViolated } from "./verdict.ts";

/** A rule whose outcome differs between two runs. */
export interface ChangedOutcome {
  rule: string;
  level: RuleResult["level"];
  before: Outcome;
  after: Outcome;
}

/** The differences between the rules that two runs have in common. */
export interface Regression {
  newlyViolated: ChangedOutcome[];
  /** Violated or held back before, passed now. */
  mended: ChangedOutcome[];
  /** Judged before, not judged now. */
  newlyHeldBack: ChangedOutcome[];
}

/** Compares an older and a newer run of one server. */
export function compareRuns(older: Pick<Report, "results">, newer: Pick<Report, "results">): Regression {
  const before = new Map(older.results.map((result) => [currentId(result.rule) ?? result.rule, result]));
  const pairs = newer.results.flatMap((after) => {
    const earlier = before.get(currentId(after.rule) ?? after.rule);
    return earlier ? [{ earlier, after }] : [];
  });
  const isHeld = (result: RuleResult) => isBroken(result) || result.outcome === "inconclusive";
  const isBad = (result: RuleResult) => isSeenViolated(result.outcome) || isHeld(result);
  const of = (holds: (earlier: RuleResult, after: RuleResult) => boolean): ChangedOutcome[] =>
    pairs
      .filter(({ earlier, after }) => holds(earlier, after))
      .map(({ earlier, after: { rule, level, outcome } }) => ({
        rule,
        level,
        before: earlier.outcome,
        after: outcome,
      }));
  return {
    newlyViolated: of((was, is) => isSeenViolated(is.outcome) && !isSeenViolated(was.outcome)),
    mended: of((was, is) => isBad(was) && is.outcome === "passed"),
    newlyHeldBack: of((was, is) => isHeld(is) && !isBad(was)),
  };
}

/** Whether a MUST is newly violated or newly held back. */
export function hasRegressed({ newlyViolated, newlyHeldBack }: Regression): boolean {
  return [...newlyViolated, ...newlyHeldBack].some(({ level }) => isBinding(level));
}
