import type { Report } from "../../conformance/results/report-model.ts";
import { coveredTime } from "./replay/schedule.ts";

/** Splits the time of a run of the command into phases. */

/** The phases of a run of the command, in order, in milliseconds. */
export interface RunPhases {
  /** Until the first request goes out. */
  start: number;
  /** Until the first check may begin. The run measures the clock of the server, which takes more than a second. */
  look: number;
  /** Until the first request of a check: the runner starts. */
  engine: number;
  /** The time during which at least one exchange of a check takes place. */
  exchanges: number;
  /** The time between exchanges: all remaining checks wait or compute. */
  waits: number;
  /** From the last answer to the end of the process: the run empties accounts, collects results, writes reports. */
  report: number;
}

/**
 * Computes the phases from the report of a run and from times that were measured outside its process.
 * @param startedAt the start of the process; all times are milliseconds since the epoch
 * @param firstRequestAt the time of its first request
 * @param endedAt the end of the process
 */
export function runPhases(
  { startedAt: checksAt, results }: Pick<Report, "startedAt" | "results">,
  { startedAt, firstRequestAt, endedAt }: { startedAt: number; firstRequestAt: number; endedAt: number },
): RunPhases {
  const began = Date.parse(checksAt);
  const spans = results.flatMap(({ exchanges }) =>
    exchanges.map((exchange) => ({
      began: exchange.startedAt,
      ended: exchange.startedAt + exchange.durationMs,
    })),
  );
  const first = spans.reduce((least, span) => Math.min(least, span.began), Number.POSITIVE_INFINITY);
  const last = spans.reduce((most, span) => Math.max(most, span.ended), Number.NEGATIVE_INFINITY);
  const exchanges = coveredTime(spans);
  return {
    start: firstRequestAt - startedAt,
    look: began - firstRequestAt,
    engine: first - began,
    exchanges,
    waits: last - first - exchanges,
    report: endedAt - last,
  };
}
