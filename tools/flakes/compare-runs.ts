import type { Outcome, Report } from "../../conformance/results/report-model.ts";

/** Compares the outcomes of several runs against the same target. */

/** The parts of a report that are compared. */
export interface RunSummary {
  verdict: Report["verdict"];
  complete: boolean;
  /** Wall time of the checks. */
  seconds: number;
  exchanges: number;
  outcomes: Record<string, Outcome>;
  /** The reason of each rule that did not pass. */
  reasons: Record<string, string>;
}

/** A rule with different outcomes. */
interface Difference {
  rule: string;
  /** Number of runs by outcome; `missing` if a run does not have the rule. */
  counts: Partial<Record<Outcome | "missing", number>>;
  /** The distinct reasons of the outcomes other than passed. */
  reasons: string[];
}

/** The comparison of all runs against one target. */
export interface Series {
  target: string;
  /** Number of runs with a report. */
  runs: number;
  /** The error of each run without a report. */
  lost: string[];
  verdicts: Partial<Record<Report["verdict"], number>>;
  differences: Difference[];
  /** Rules that passed or were inconclusive by chance, because the line is slow. */
  unsure: Difference[];
  /** Rules with the same outcome in all runs, but not passed. */
  steady: { rule: string; outcome: Outcome }[];
  seconds: { min: number; median: number; max: number };
}

export function summaryOf({ verdict, complete, timing, results }: Report): RunSummary {
  return {
    verdict,
    complete,
    seconds: Math.round(timing.durationMs / 100) / 10,
    exchanges: timing.exchanges,
    outcomes: Object.fromEntries(results.map(({ rule, outcome }) => [rule, outcome])),
    reasons: Object.fromEntries(results.flatMap(({ rule, reason }) => (reason ? [[rule, reason]] : []))),
  };
}

/** The speed of the line to a target. */
export interface LineSpeed {
  /** True if the line is too slow for some waits. Then some checks are inconclusive, which is no difference to passed. */
  slow: boolean;
}

/** Compares the runs of one target. */
export function compareRuns(
  target: string,
  runs: readonly RunSummary[],
  lost: readonly string[] = [],
  { slow }: LineSpeed = { slow: false },
): Series {
  const unsure: Difference[] = [];
  const rules = [...new Set(runs.flatMap(({ outcomes }) => Object.keys(outcomes)))].sort();
  const differences: Difference[] = [];
  const steady: Series["steady"] = [];
  for (const rule of rules) {
    const counts = tally(runs.map(({ outcomes }) => outcomes[rule] ?? "missing"));
    const [only, ...others] = Object.keys(counts) as (Outcome | "missing")[];
    if (others.length > 0) {
      const reasons = runs.flatMap((run) => run.reasons[rule] ?? []);
      const isUnsure =
        slow && [only, ...others].every((word) => word === "passed" || word === "inconclusive");
      (isUnsure ? unsure : differences).push({ rule, counts, reasons: [...new Set(reasons)] });
    } else if (only !== undefined && only !== "missing" && only !== "passed") {
      steady.push({ rule, outcome: only });
    }
  }
  return {
    target,
    runs: runs.length,
    lost: [...lost],
    verdicts: tally(runs.map(({ verdict }) => verdict)),
    differences,
    unsure,
    steady,
    seconds: spread(runs.map(({ seconds }) => seconds)),
  };
}

/** Whether there were runs, all passed, and no rule had different outcomes. */
export function isClean({ runs, lost, verdicts, differences }: Series): boolean {
  return runs > 0 && lost.length === 0 && verdicts.pass === runs && differences.length === 0;
}

function tally<T extends string>(all: readonly T[]): Partial<Record<T, number>> {
  const counts: Partial<Record<T, number>> = {};
  for (const value of all) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function spread(values: readonly number[]): Series["seconds"] {
  const sorted = [...values].sort((a, b) => a - b);
  const valueAt = (index: number) => sorted[index] ?? 0;
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? valueAt(middle) : (valueAt(middle - 1) + valueAt(middle)) / 2;
  return { min: valueAt(0), median: Math.round(median * 10) / 10, max: valueAt(sorted.length - 1) };
}
