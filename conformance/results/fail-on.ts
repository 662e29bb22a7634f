/** Fails a run for more than a violated MUST, as `--fail-on` asks. */

import { plural } from "./format-text.ts";
import type { Report } from "./report-model.ts";
import { isBinding, isKnown, isSeenViolated } from "./verdict.ts";

/** What else may fail a run. */
type FailOn = "should" | "incomplete" | "inconclusive";

/**
 * Changes the verdict of a passing report to `fail` if `--fail-on` applies. A known failure still fails nothing.
 * @returns the same report if nothing applies, or if the report does not pass anyway
 */
export function applyFailOn(report: Report, failOn: readonly FailOn[]): Report {
  if (report.verdict !== "pass") return report;
  const { baseline } = report;
  const unexpected = report.results.filter(({ rule }) => !isKnown(rule, baseline));
  const recommended = unexpected.filter(
    ({ outcome, level }) => isSeenViolated(outcome) && !isBinding(level),
  ).length;
  const open = unexpected.filter(
    ({ outcome }) => outcome === "untested" || outcome === "inconclusive",
  ).length;
  const inconclusive = unexpected.filter(({ outcome }) => outcome === "inconclusive").length;
  const reasons: Record<FailOn, string | false> = {
    should: recommended > 0 && `${plural(recommended, "SHOULD")} violated`,
    incomplete: open > 0 && `${plural(open, "rule")} without a conclusion`,
    inconclusive: inconclusive > 0 && `${plural(inconclusive, "rule")} inconclusive`,
  };
  const failedFor = failOn.map((condition) => reasons[condition]).filter((reason) => reason !== false);
  return failedFor.length > 0 ? { ...report, verdict: "fail", failedFor } : report;
}
