import type { Baseline, Level, Outcome, Report, RuleResult, Verdict } from "./model.ts";
import { plural } from "./text.ts";

type Judged = Pick<RuleResult, "rule" | "level" | "outcome" | "lost">;

/** True for the levels whose violation fails a run (RFC 2119: an absolute requirement or prohibition). */
export function isBinding(level: Level): boolean {
  return level === "MUST" || level === "MUST NOT";
}

/** True where a check saw its rule violated, each time or now and then. */
export function isSeenBroken(outcome: Outcome): boolean {
  return outcome === "violated" || outcome === "inconsistent";
}

/** True where nothing can be said of the server for want of answers, or of a set-up. */
export function isBroken({ outcome, lost }: Pick<RuleResult, "outcome" | "lost">): boolean {
  return outcome === "broken" || (outcome === "inconclusive" && lost !== undefined);
}

/** Number of results per outcome, and of all. */
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

/** True for a failure that a baseline says is to be expected. */
export function isKnown(rule: string, baseline: Baseline | null): boolean {
  return baseline?.known.some((failure) => failure.rule === rule) ?? false;
}

/**
 * What the run says of the server. A violation outweighs a broken check, since it was seen whatever else went
 * wrong, and so does one that was not seen every time: a server that breaks a rule now and then breaks it. A rule of
 * which nothing but lost answers is known is as bad as a broken check: the server may be the one that loses them. A known
 * failure fails nothing, and a baseline that is wrong itself does. A run in which nothing passed shows nothing, so it
 * is `broken` even when nothing was violated; unless it was about known failures alone, and saw them.
 */
export function verdict(results: readonly Judged[], baseline: Baseline | null = null): Verdict {
  const known = new Set<string>(baseline?.known.map(({ rule }) => rule));
  const fails = ({ rule, level, outcome }: Judged) =>
    isSeenBroken(outcome) && isBinding(level) && !known.has(rule);
  if (results.some(fails) || (baseline?.problems.length ?? 0) > 0) return "fail";
  if (results.some(isBroken)) return "broken";
  if (results.some(({ outcome }) => outcome === "passed")) return "pass";
  const expected = results.length > 0 && results.every(({ rule }) => known.has(rule));
  return expected ? "pass" : "broken";
}

const OPEN: readonly Outcome[] = ["untested", "inconclusive", "broken"];

/**
 * True when the run was not narrowed and each testable rule of the document came to a conclusion.
 *
 * @param only areas or rules the run was narrowed to, null for none
 * @param testableRuleCount rules of the document that a black box can test
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
export function completeness({ complete, only, summary }: Report): string {
  if (complete) return "complete";
  const reasons = OPEN.filter((outcome) => summary[outcome] > 0).map(
    (outcome) => `${plural(summary[outcome], "rule")} ${outcome}`,
  );
  if (only !== null) reasons.push(`narrowed to ${only.join(", ")}`);
  if (reasons.length === 0) reasons.push("not every rule was run");
  return `not complete: ${reasons.join(", ")}`;
}
