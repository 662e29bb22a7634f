/** The time that an exchange took, compared with the expiry of records. */
import type { Answer } from "../../../exchange/answer.ts";
import { expiriesOf, type Span, type State } from "./model-state.ts";

/** The time from the sending of a request to its answer. */
export function spanOf({ exchange: { startedAt, durationMs } }: Answer): Span {
  return { from: startedAt / 1000, until: (startedAt + durationMs) / 1000 };
}

/** Whether no record may have expired by the end of an exchange. */
export function isExpiryCertain({ state, timed }: { state: State; timed: boolean }, answer: Answer): boolean {
  if (!timed) return true;
  const { until } = spanOf(answer);
  return expiriesOf(state).every(({ from }) => until < from);
}
