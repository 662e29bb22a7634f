/** Derives the verdict, the counts and the completeness of a run from its results. */

import { plural } from "./format-text.ts";
import type { Baseline, Level, Outcome, Report, RuleResult, Verdict } from "./report-model.ts";

type JudgedResult = Pick<RuleResult, "rule" | "level" | "outcome" | "lost" | "cause">;

/** True for the levels whose violation fails a run: absolute requirements and prohibitions (RFC 2119). */
export function isBinding(level: Level): boolean {
  return level === "MUST" || level === "MUST NOT";
}

/** True if a check saw its rule violated, in all or some attempts. */
export function isSeenViolated(outcome: Outcome): boolean {
  return outcome === "violated" || outcome === "inconsistent";
}

/** True if a failed set-up or lost answers leave the rule open. */
export function isBroken({ outcome, lost }: Pick<RuleResult, "outcome" | "lost">): boolean {
  return outcome === "broken" || (outcome === "inconclusive" && lost !== undefined);
}

/** Counts the results by outcome, and all of them. */
export function summarise(results: readonly Pick<RuleResult, "outcome">[]): Report["summary"] {
  const summary: Report["summary"] = {
    passed: 0,
    violated: 0,
    inconsistent: 0,
    untested: 0,
    notApplicable: 0,
    inconclusive: 0,
    broken: 0,
    total: results.length,
  };
  for (const { outcome } of results) summary[outcome] += 1;
  return summary;
}

/** True if a baseline accepts the failure of a rule, or holds the rule back. */
export function isKnown(rule: string, baseline: Baseline | null): boolean {
  if (baseline === null) return false;
  return baseline.known.some((failure) => failure.rule === rule) || isHeldBack(rule, baseline);
}

/** True if a known failure keeps a rule from being judged. */
export function isHeldBack(rule: string, baseline: Baseline | null): boolean {
  return (baseline?.heldBack as readonly string[] | undefined)?.includes(rule) ?? false;
}

/** Counts of what a baseline accepts: `3 known failures, 12 held back`; empty for nothing. */
export function acceptedWords(baseline: Baseline | null): string {
  const known = baseline?.known.length ?? 0;
  const held = baseline?.heldBack?.length ?? 0;
  return [known > 0 ? plural(known, "known failure") : "", held > 0 ? `${held} held back` : ""]
    .filter((part) => part !== "")
    .join(", ");
}

/**
 * Derives the verdict of a run:
 * - `fail` if a binding rule is violated in all or some attempts, whatever else went wrong; if the baseline has a wrong
 *   entry; or if the server's own answer keeps a rule from being judged.
 * - `broken` if lost answers or the suite leave a rule open, or if nothing passed and nothing is accepted: such a run
 *   shows nothing.
 * - `pass` otherwise. A known failure fails nothing, nor does a rule that it holds back.
 */
export function verdict(results: readonly JudgedResult[], baseline: Baseline | null = null): Verdict {
  const known = new Set<string>(baseline?.known.map(({ rule }) => rule));
  const accepted = new Set<string>([...known, ...(baseline?.heldBack ?? [])]);
  const fails = ({ rule, level, outcome }: JudgedResult) =>
    isSeenViolated(outcome) && isBinding(level) && !known.has(rule);
  const unexpected = results.filter(({ rule }) => !accepted.has(rule));
  const isByServer = ({ outcome, cause, lost }: JudgedResult) =>
    outcome === "broken" && cause !== undefined && lost === undefined;
  if (results.some(fails) || (baseline?.problems.length ?? 0) > 0) return "fail";
  // If nothing passed, this may not be a Sync 2.0 server at all.
  if (unexpected.some(isByServer) && results.some(({ outcome }) => outcome === "passed")) return "fail";
  if (unexpected.some(isBroken)) return "broken";
  if (results.some(({ outcome }) => outcome === "passed")) return "pass";
  const isWithoutResult = ({ outcome }: JudgedResult) =>
    outcome === "untested" || outcome === "notApplicable";
  const onlyExpected = unexpected.length < results.length && unexpected.every(isWithoutResult);
  return onlyExpected ? "pass" : "broken";
}

/** The verdict that follows from the rest of a report. */
export function verdictOf({
  results,
  baseline,
  cutShort,
  failedFor,
}: Pick<Report, "results" | "baseline" | "cutShort" | "failedFor">): Verdict {
  if (cutShort !== undefined) return "cut short";
  const judged = verdict(results, baseline);
  return judged === "pass" && failedFor !== undefined ? "fail" : judged;
}

const OPEN: readonly Outcome[] = ["untested", "inconclusive", "broken"];

/**
 * True if the run was not narrowed and each testable rule of the document came to a conclusion.
 *
 * @param only areas or rules that the run was narrowed to; null for none
 * @param testableRuleCount number of rules that a black box can test
 */
export function isComplete(
  results: readonly Pick<RuleResult, "rule" | "outcome">[],
  only: readonly string[] | null,
  testableRuleCount: number,
): boolean {
  if (only !== null || new Set(results.map(({ rule }) => rule)).size !== testableRuleCount) return false;
  return !results.some(({ outcome }) => OPEN.includes(outcome));
}

/** Completeness in words: `complete`, or `not complete: 3 rules untested, 1 rule broken`. */
export function completeness({ complete, only, summary, cutShort }: Report): string {
  if (complete) return "complete";
  const reasons = OPEN.filter((outcome) => summary[outcome] > 0).map(
    (outcome) => `${plural(summary[outcome], "rule")} ${outcome}`,
  );
  if (cutShort) reasons.push(cutShort);
  if (only !== null) reasons.push(`narrowed to ${only.join(", ")}`);
  if (reasons.length === 0) reasons.push("not every rule was run");
  return `not complete: ${reasons.join(", ")}`;
}
