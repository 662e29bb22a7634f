import type { Report } from "./model.ts";
import { plural } from "./text.ts";
import { isBinding, isKnown, isSeenBroken } from "./verdict.ts";

/** What may fail a run beside a violated MUST. */
type Strictness = "should" | "incomplete" | "inconclusive";

/**
 * A report that fails for more than a violated MUST. What a baseline accepts still fails nothing.
 * @returns the same report where nothing of that is there, or it fails anyway
 */
export function strict(report: Report, failOn: readonly Strictness[]): Report {
  if (report.verdict !== "pass") return report;
  const { baseline } = report;
  const news = report.results.filter(({ rule }) => !isKnown(rule, baseline));
  const advised = news.filter(({ outcome, level }) => isSeenBroken(outcome) && !isBinding(level)).length;
  const open = news.filter(({ outcome }) => outcome === "untested" || outcome === "inconclusive").length;
  const coarse = news.filter(({ outcome }) => outcome === "inconclusive").length;
  const why: Record<Strictness, string | false> = {
    should: advised > 0 && `${plural(advised, "SHOULD")} violated`,
    incomplete: open > 0 && `${plural(open, "rule")} without a conclusion`,
    inconclusive: coarse > 0 && `${plural(coarse, "rule")} inconclusive`,
  };
  const failedFor = failOn.map((what) => why[what]).filter((words) => words !== false);
  return failedFor.length > 0 ? { ...report, verdict: "fail", failedFor } : report;
}
