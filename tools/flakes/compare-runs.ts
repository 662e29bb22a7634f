import type { Outcome, Report } from "../../conformance/results/model.ts";

/** What one run said, as far as runs are compared. */
export interface RunSummary {
  verdict: Report["verdict"];
  complete: boolean;
  /** Wall time of the checks. */
  seconds: number;
  exchanges: number;
  outcomes: Record<string, Outcome>;
  /** Why, by rule; of those that did not pass. */
  reasons: Record<string, string>;
}

/** A rule that did not always come out the same. */
interface Difference {
  rule: string;
  /** How often it came out so; `missing` where a run does not have it. */
  counts: Partial<Record<Outcome | "missing", number>>;
  /** What was said of the outcomes other than passed, each once. */
  reasons: string[];
}

/** What a series of runs of one target shows. */
export interface Series {
  target: string;
  /** Those that came to an end. */
  runs: number;
  /** What was said of each run that wrote no report. */
  lost: string[];
  verdicts: Partial<Record<Report["verdict"], number>>;
  differences: Difference[];
  /** Rules that passed or were inconclusive, where the line is so slow that which of them depends on the moment. */
  unsure: Difference[];
  /** Rules that came out the same in all runs, but as something else than passed. */
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

/** What can be known of a target before it is run. */
export interface LineSpeed {
  /** Its line is too slow for some waits: then a check says that nothing can be said, which contradicts no success. */
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

/** True where there were runs, every one passed, and no rule came out in two ways. */
export function isClean({ runs, lost, verdicts, differences }: Series): boolean {
  return runs > 0 && lost.length === 0 && verdicts.pass === runs && differences.length === 0;
}

function tally<T extends string>(all: readonly T[]): Partial<Record<T, number>> {
  const counts: Partial<Record<T, number>> = {};
  for (const each of all) counts[each] = (counts[each] ?? 0) + 1;
  return counts;
}

function spread(values: readonly number[]): Series["seconds"] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? 0;
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { min: at(0), median: Math.round(median * 10) / 10, max: at(sorted.length - 1) };
}
