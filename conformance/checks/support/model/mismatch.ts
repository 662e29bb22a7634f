import type { Answer } from "../../../exchange/answer.ts";
import type { Kind } from "./kinds.ts";

/** An answer that no correct server gives after what went before. */
export class Mismatch extends Error {
  readonly kind: Kind;
  readonly expected: string;
  readonly got: string;
  readonly answer: Answer;

  constructor(kind: Kind, expected: string, got: string, answer: Answer) {
    super(`expected ${expected}, got ${got}`);
    this.kind = kind;
    this.expected = expected;
    this.got = got;
    this.answer = answer;
  }
}

/** A sequence that cannot be judged to its end, through no fault of the server's. */
export class Abandoned extends Error {}
