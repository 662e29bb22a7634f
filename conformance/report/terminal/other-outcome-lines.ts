/** Lines for a terminal about rules without a conclusion, and about coverage. */
import { visible, wrap } from "../../results/format-text.ts";
import { groupByReason } from "../../results/group-results.ts";
import { BY_URGENCY, COVERAGE_WORDS, OUTCOME_WORDS } from "../../results/outcome-words.ts";
import { COVERAGE_ROWS, type Report, type RuleResult } from "../../results/report-model.ts";
import { isSeenViolated } from "../../results/verdict.ts";
import type { Colors } from "./colors.ts";

const IDS_SHOWN = 6;
const MISSING_SHOWN = 3;

/** The first few items, then the number of the others. */
function firstFew(items: readonly string[], count: number): string {
  const more = items.length - count;
  return (
    items
      .slice(0, count)
      .map((item) => visible(item))
      .join(", ") + (more > 0 ? ` and ${more} more` : "")
  );
}

/** Rules that neither passed nor were violated, by outcome and reason, the most frequent reason first. */
export function unansweredLines(results: readonly RuleResult[], colors: Colors, columns: number): string[] {
  return BY_URGENCY.flatMap((outcome) => {
    if (outcome === "passed" || isSeenViolated(outcome)) return [];
    const groups = groupByReason(results, outcome);
    if (groups.length === 0) return [];
    const paint =
      outcome === "broken" ? colors.red : outcome === "notApplicable" ? colors.dim : colors.yellow;
    return [
      "",
      paint(OUTCOME_WORDS[outcome]),
      ...groups.flatMap(([reason, rules]) => [
        ...wrap(`${rules.length} × ${reason}`, columns - 2).map((line) => `  ${line}`),
        // Each untested rule is a task for the reader, so all of them are named.
        ...wrap(firstFew(rules, outcome === "untested" ? rules.length : IDS_SHOWN), columns - 6).map((line) =>
          colors.dim(`      ${line}`),
        ),
      ]),
    ];
  });
}

/** How much of the document was seen on the wire, one line for each measured row. */
export function coverageLines(measured: Partial<Report["coverage"]>, colors: Colors): string[] {
  const rows = COVERAGE_ROWS.flatMap((row) => (measured[row] ? [{ row, ...measured[row] }] : []));
  const width = Math.max(...rows.map(({ covered, total }) => `${covered}/${total}`.length));
  return rows.map(({ row, covered, total, missing }) => {
    const count = `${covered}/${total}`.padStart(width);
    const gaps = missing.length > 0 ? colors.dim(`  missing ${firstFew(missing, MISSING_SHOWN)}`) : "";
    return `  ${COVERAGE_WORDS[row].padEnd(18)}${missing.length > 0 ? colors.yellow(count) : count}${gaps}`;
  });
}
