import { plural } from "../../../conformance/results/format-text.ts";
import type { Overlay } from "../../../conformance/results/overlay/document-overlay.ts";
import type { Report } from "../../../conformance/results/report-model.ts";
import { verdictOf } from "../../../conformance/results/verdict.ts";

/** What the reader has to know of a report from elsewhere to trust what is shown. */
export function notices(report: Report, laid: Overlay, site: { document: string; suite: string }): string[] {
  const { suite, results, timing, only } = report;
  const foreign = [...laid.foreign].map(
    ([operation, count]) => `${operation} (${plural(count, "exchange")})`,
  );
  const judged = verdictOf(report);
  const doubled = results.length - new Set(results.map(({ rule }) => rule)).size;
  return [
    suite.document !== site.document &&
      `The report is about document ${suite.document}, this page about ${site.document}: only what both have is marked.`,
    suite.version !== site.suite &&
      `The report was made by version ${suite.version} of the suite, this page belongs to ${site.suite}.`,
    judged !== report.verdict &&
      `The report says "${report.verdict}", but what it says of its rules makes it "${judged}".`,
    doubled > 0 && `${plural(doubled, "result")} too many: the last one of a rule counts.`,
    laid.unknown.length > 0 &&
      `${plural(laid.unknown.length, "rule")} of the report ${laid.unknown.length === 1 ? "is" : "are"} not in this document: ${laid.unknown.map(({ rule }) => rule).join(", ")}.`,
    laid.notRun.length > 0 &&
      `${plural(laid.notRun.length, "rule")} of this document ${laid.notRun.length === 1 ? "is" : "are"} not in the report${only === null ? "" : ", which was narrowed"}.`,
    foreign.length > 0 &&
      `The report has operations that this document does not have: ${foreign.join(", ")}.`,
    laid.exchanges < timing.exchanges &&
      `The report was reduced: it holds ${laid.exchanges} of the ${plural(timing.exchanges, "exchange")} of the run.`,
    laid.exchanges > timing.exchanges &&
      `The report holds ${laid.exchanges} exchanges, but counts ${timing.exchanges} for its run.`,
  ].filter((notice) => notice !== false);
}
