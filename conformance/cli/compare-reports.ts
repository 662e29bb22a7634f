import { regressionMarkdown } from "../report/render-regression.ts";
import { compareRuns, hasRegressed } from "../results/compare-runs.ts";
import { readReport } from "../results/read-report.ts";
import { EXIT } from "./exit-codes.ts";

/**
 * `sync2 compare`: shows how a newer run differs from an older one.
 * @returns the text to print, and the exit code: 1 if a MUST is newly violated or held back
 * @throws UsageError
 */
export function compareReports(
  older: string,
  newer: string,
  { json }: { json: boolean },
): { out: string; code: number } {
  const found = compareRuns(readReport(older), readReport(newer));
  const out = json ? `${JSON.stringify(found, null, 2)}\n` : regressionMarkdown(found);
  return { out, code: hasRegressed(found) ? EXIT.violated : EXIT.pass };
}
