import type { Answer } from "../exchange/answer.ts";
import { frontNote } from "../exchange/front-detector.ts";

/** The server broke the rule: what was expected, what came, and the exchange that shows it. */
export class Violated extends Error {
  readonly expected: string;
  readonly got: string;
  readonly answer: Answer | null;
  /** The requests that led to the violation, one per line, without credentials; null if the exchange alone shows it. */
  readonly script: readonly string[] | null;

  constructor(expected: string, got: string, answer: Answer | null, script: readonly string[] | null = null) {
    const gotWithNote = got + frontNote(answer?.front ?? null);
    super(`expected ${expected}, got ${gotWithNote}`);
    this.expected = expected;
    this.got = gotWithNote;
    this.answer = answer;
    this.script = script;
  }
}

/** The set-up or the positive control of a check failed, so nothing was learnt about its rule. */
export class Broken extends Error {
  /** The answer that made the set-up fail; null if it failed for another reason. */
  readonly answer: Answer | null;

  constructor(message: string, answer: Answer | null = null) {
    super(message);
    this.answer = answer;
  }
}

/** The server has stopped answering altogether. */
export class Gone extends Broken {}

/** The run lacks something that only the person who runs it can give; the message says what. */
export class Untested extends Error {}

/** The server does not offer what the rule is about. */
export class NotApplicable extends Error {}

/** The measurement was too coarse to judge the rule. */
export class Inconclusive extends Error {}
