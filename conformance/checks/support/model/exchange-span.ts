/** The time that an exchange took, compared with the expiry of records. */
import type { Answer } from "../../../exchange/answer.ts";
import { expiriesOf, type Span, type State } from "./model-state.ts";

/** The time between the sending of a request and its answer. */
export function spanOf({ exchange: { startedAt, durationMs } }: Answer): Span {
  return { from: startedAt / 1000, until: (startedAt + durationMs) / 1000 };
}

/** Whether each record is known to exist, or known to be gone, for as long as an answer took. */
export function isExpiryCertain({ state, timed }: { state: State; timed: boolean }, answer: Answer): boolean {
  if (!timed) return true;
  const { until } = spanOf(answer);
  return expiriesOf(state).every(({ from }) => until < from);
}
