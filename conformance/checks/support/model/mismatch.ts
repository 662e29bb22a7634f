/** The errors that end a sequence: a wrong answer, or a sequence that cannot be judged. */
import type { Answer } from "../../../exchange/answer.ts";
import type { AnswerKind } from "./answer-kinds.ts";

/** A wrong answer: no correct server gives it after these requests. */
export class Mismatch extends Error {
  readonly kind: AnswerKind;
  readonly expected: string;
  readonly got: string;
  readonly answer: Answer;

  constructor(kind: AnswerKind, expected: string, got: string, answer: Answer) {
    super(`expected ${expected}, got ${got}`);
    this.kind = kind;
    this.expected = expected;
    this.got = got;
    this.answer = answer;
  }
}

/** A sequence that cannot be judged to its end, without a fault of the server. */
export class Abandoned extends Error {}
