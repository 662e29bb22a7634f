/** Which answers a rule about sequences is about. */
import type { AnswerKind } from "./answer-kinds.ts";

/** The events of a sequence in its own account, and in the other account if there are two. */
export interface History {
  had(event: string): boolean;
  twin: History | null;
}

/** The answers that a rule is about, and the sequences that it applies to. */
export interface Focus {
  judges: ReadonlySet<AnswerKind>;
  /**
   * Whether the events before a wrong answer make it a violation of this rule. Without them, another rule is violated.
   * @param kind the kind of the wrong answer
   */
  involved(history: History, kind: AnswerKind): boolean;
}
