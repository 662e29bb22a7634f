import { COVERAGE_ROWS, OUTCOMES, type Report } from "./model.ts";
import { isComplete, summarise, verdictOf } from "./verdict.ts";

/**
 * What a report says of itself that its results do not: somebody changed it, or made it up.
 * @returns the place, and what is wrong there; null where all agrees
 */
export function disagreement(report: Report): string | null {
  const { results, summary, coverage, timing } = report;
  if (Number.isNaN(Date.parse(report.startedAt))) return "startedAt: is not an existing time";
  const twice = repeated(results.map(({ rule }) => rule));
  if (twice !== null) return `results.${twice}.rule: has a result already`;
  const counted = summarise(results);
  for (const name of [...OUTCOMES, "total"] as const) {
    if (summary[name] !== counted[name]) return differs(`summary.${name}`, summary[name], counted[name]);
  }
  const judged = verdictOf(report);
  if (report.verdict !== judged) return differs("verdict", report.verdict, judged);
  const rules = new Set(results.map(({ rule }) => rule)).size;
  if (report.complete && !isComplete(results, report.only, rules)) return differs("complete", true, false);
  for (const row of COVERAGE_ROWS) {
    const { covered, total, missing } = coverage[row];
    if (covered + missing.length !== total)
      return differs(`coverage.${row}.total`, total, covered + missing.length);
  }
  const exchanges = results.reduce((sum, result) => sum + result.exchanges.length, 0);
  return timing.exchanges === exchanges ? null : differs("timing.exchanges", timing.exchanges, exchanges);
}

function differs(place: string, said: unknown, found: unknown): string {
  return `${place}: is ${said}, but ${found} by the rest of the report`;
}

/** The index of the first text that stands earlier in a list; null for none. */
function repeated(texts: readonly string[]): number | null {
  const seen = new Set<string>();
  const index = texts.findIndex((text) => seen.size === seen.add(text).size);
  return index < 0 ? null : index;
}
