import type { Baseline, Level, Outcome, Report, RuleResult, Verdict } from "./model.ts";
import { plural } from "./text.ts";

type Judged = Pick<RuleResult, "rule" | "level" | "outcome" | "lost" | "cause">;

/** True for the levels whose violation fails a run (RFC 2119: an absolute requirement or prohibition). */
export function isBinding(level: Level): boolean {
  return level === "MUST" || level === "MUST NOT";
}

/** True where a check saw its rule violated, each time or now and then. */
export function isSeenBroken(outcome: Outcome): boolean {
  return outcome === "violated" || outcome === "inconsistent";
}

/** True if nothing can be said about the server because answers or a set-up are missing. */
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

/** True for a failure that a baseline says is to be expected, or that is held back by one. */
export function isKnown(rule: string, baseline: Baseline | null): boolean {
  if (baseline === null) return false;
  return baseline.known.some((failure) => failure.rule === rule) || isHeldBack(rule, baseline);
}

/** True for a rule that could not be judged because of a known failure. */
export function isHeldBack(rule: string, baseline: Baseline | null): boolean {
  return (baseline?.heldBack as readonly string[] | undefined)?.includes(rule) ?? false;
}

/** What a baseline accepts, in words: `3 known failures, 12 held back`; empty for nothing. */
export function acceptedWords(baseline: Baseline | null): string {
  const known = baseline?.known.length ?? 0;
  const held = baseline?.heldBack?.length ?? 0;
  return [known > 0 ? plural(known, "known failure") : "", held > 0 ? `${held} held back` : ""]
    .filter((part) => part !== "")
    .join(", ");
}

/**
 * What the run says of the server:
 * - `fail` for a violated binding rule, seen every time or now and then, whatever else went wrong; for a baseline that is
 *   wrong itself; and where the server's own answer keeps a rule from being judged.
 * - `broken` where lost answers or the suite leave a rule open, and where nothing passed or is accepted: such a run
 *   shows nothing.
 * - `pass` otherwise. A known failure fails nothing, nor does a rule that is held back by one.
 */
export function verdict(results: readonly Judged[], baseline: Baseline | null = null): Verdict {
  const known = new Set<string>(baseline?.known.map(({ rule }) => rule));
  const accepted = new Set<string>([...known, ...(baseline?.heldBack ?? [])]);
  const fails = ({ rule, level, outcome }: Judged) =>
    isSeenBroken(outcome) && isBinding(level) && !known.has(rule);
  const news = results.filter(({ rule }) => !accepted.has(rule));
  const isServers = ({ outcome, cause, lost }: Judged) =>
    outcome === "broken" && cause !== undefined && lost === undefined;
  if (results.some(fails) || (baseline?.problems.length ?? 0) > 0) return "fail";
  // Where nothing passed, the answers may not be those of a Sync 2.0 server.
  if (news.some(isServers) && results.some(({ outcome }) => outcome === "passed")) return "fail";
  if (news.some(isBroken)) return "broken";
  if (results.some(({ outcome }) => outcome === "passed")) return "pass";
  const isUnasked = ({ outcome }: Judged) => outcome === "untested" || outcome === "notApplicable";
  const expected = news.length < results.length && news.every(isUnasked);
  return expected ? "pass" : "broken";
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
