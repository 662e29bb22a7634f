import { plural } from "../../../conformance/results/format-text.ts";
import type { Overlay } from "../../../conformance/results/overlay/document-overlay.ts";
import type { Report } from "../../../conformance/results/report-model.ts";
import { verdictOf } from "../../../conformance/results/verdict.ts";

/** Makes warnings about a report of another version, reduced, or contradictory. */
export function reportNotices(
  report: Report,
  overlay: Overlay,
  site: { document: string; suite: string },
): string[] {
  const { suite, results, timing, only } = report;
  const unknownOperations = [...overlay.foreign].map(
    ([operation, count]) => `${operation} (${plural(count, "exchange")})`,
  );
  const computedVerdict = verdictOf(report);
  const duplicates = results.length - new Set(results.map(({ rule }) => rule)).size;
  return [
    suite.document !== site.document &&
      `The report is about document ${suite.document}, this page about ${site.document}: only what both have is marked.`,
    suite.version !== site.suite &&
      `The report was made by version ${suite.version} of the suite, this page belongs to ${site.suite}.`,
    computedVerdict !== report.verdict &&
      `The report says "${report.verdict}", but what it says of its rules makes it "${computedVerdict}".`,
    duplicates > 0 && `${plural(duplicates, "result")} too many: the last one of a rule counts.`,
    overlay.unknown.length > 0 &&
      `${plural(overlay.unknown.length, "rule")} of the report ${overlay.unknown.length === 1 ? "is" : "are"} not in this document: ${overlay.unknown.map(({ rule }) => rule).join(", ")}.`,
    overlay.notRun.length > 0 &&
      `${plural(overlay.notRun.length, "rule")} of this document ${overlay.notRun.length === 1 ? "is" : "are"} not in the report${only === null ? "" : ", which was narrowed"}.`,
    unknownOperations.length > 0 &&
      `The report has operations that this document does not have: ${unknownOperations.join(", ")}.`,
    overlay.exchanges < timing.exchanges &&
      `The report was reduced: it holds ${overlay.exchanges} of the ${plural(timing.exchanges, "exchange")} of the run.`,
    overlay.exchanges > timing.exchanges &&
      `The report holds ${overlay.exchanges} exchanges, but counts ${timing.exchanges} for its run.`,
  ].filter((notice) => notice !== false);
}
