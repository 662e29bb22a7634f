import type { Report } from "../../conformance/results/report-model.ts";
import { covered } from "./replay/order.ts";

/** Where the time of a run of the command goes, in milliseconds; the phases follow each other. */
export interface Split {
  /** Until the first request goes out. */
  start: number;
  /** Until the first check may begin: the clock of the server is measured, which takes more than a second. */
  look: number;
  /** Until the first request of a check goes out: the engine starts. */
  engine: number;
  /** While some exchange of a check is under way. */
  exchanges: number;
  /** Between these: no exchange is under way, since all that is left waits, or computes. */
  waits: number;
  /** From the last answer to the end of the process: accounts are emptied, results gathered, reports written. */
  report: number;
}

/**
 * Splits the time of a run by what its report and the outside of its process show.
 * @param startedAt when the process was started, milliseconds since the epoch, as the others
 * @param firstRequestAt when its first request went out
 * @param endedAt when it was over
 */
export function splitOf(
  { startedAt: checksAt, results }: Pick<Report, "startedAt" | "results">,
  { startedAt, firstRequestAt, endedAt }: { startedAt: number; firstRequestAt: number; endedAt: number },
): Split {
  const began = Date.parse(checksAt);
  const spans = results.flatMap(({ exchanges }) =>
    exchanges.map((exchange) => ({
      began: exchange.startedAt,
      ended: exchange.startedAt + exchange.durationMs,
    })),
  );
  const first = spans.reduce((least, span) => Math.min(least, span.began), Number.POSITIVE_INFINITY);
  const last = spans.reduce((most, span) => Math.max(most, span.ended), Number.NEGATIVE_INFINITY);
  const exchanges = covered(spans);
  return {
    start: firstRequestAt - startedAt,
    look: began - firstRequestAt,
    engine: first - began,
    exchanges,
    waits: last - first - exchanges,
    report: endedAt - last,
  };
}
