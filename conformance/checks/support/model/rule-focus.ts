/** Which answers a rule about sequences is about. */
import type { AnswerKind } from "./answer-kinds.ts";

/** What happened in a sequence, in its own account and in another one that takes turns with it. */
export interface History {
  had(event: string): boolean;
  twin: History | null;
}

/** What of all answers the rule is about that is judged by them. */
export interface Focus {
  judges: ReadonlySet<AnswerKind>;
  /**
   * Whether what went before brings a sequence within the rule. Where not even that is needed for a wrong answer,
   * something else is wrong, which has a rule of its own.
   * @param kind of what was wrong
   */
  involved(history: History, kind: AnswerKind): boolean;
}
