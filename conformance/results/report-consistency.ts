/** Finds statements of a report that contradict its results. */
import { COVERAGE_ROWS, OUTCOMES, type Report } from "./report-model.ts";
import { isComplete, summarise, verdictOf } from "./verdict.ts";

/**
 * Finds the first statement of a report that its results contradict, which shows that somebody changed the report.
 * @returns the place, and what is wrong there; null if everything agrees
 */
export function findContradiction(report: Report): string | null {
  const { results, summary, coverage, timing } = report;
  if (Number.isNaN(Date.parse(report.startedAt))) return "startedAt: is not an existing time";
  const repeated = indexOfRepeated(results.map(({ rule }) => rule));
  if (repeated !== null) return `results.${repeated}.rule: has a result already`;
  const counted = summarise(results);
  for (const name of [...OUTCOMES, "total"] as const) {
    if (summary[name] !== counted[name])
      return contradiction(`summary.${name}`, summary[name], counted[name]);
  }
  const judged = verdictOf(report);
  if (report.verdict !== judged) return contradiction("verdict", report.verdict, judged);
  const rules = new Set(results.map(({ rule }) => rule)).size;
  if (report.complete && !isComplete(results, report.only, rules))
    return contradiction("complete", true, false);
  for (const row of COVERAGE_ROWS) {
    const { covered, total, missing } = coverage[row];
    if (covered + missing.length !== total)
      return contradiction(`coverage.${row}.total`, total, covered + missing.length);
  }
  const exchanges = results.reduce((sum, result) => sum + result.exchanges.length, 0);
  return timing.exchanges === exchanges
    ? null
    : contradiction("timing.exchanges", timing.exchanges, exchanges);
}

function contradiction(place: string, stated: unknown, computed: unknown): string {
  return `${place}: is ${stated}, but ${computed} by the rest of the report`;
}

/** The index of the first text that repeats an earlier one; null for none. */
function indexOfRepeated(texts: readonly string[]): number | null {
  const seen = new Set<string>();
  const index = texts.findIndex((text) => seen.size === seen.add(text).size);
  return index < 0 ? null : index;
}
