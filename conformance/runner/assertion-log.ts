import type { Answer } from "../exchange/answer.ts";
import type { Exchange } from "../results/report-model.ts";

/** A condition that a check tested on one answer, and that was true. */
export interface Assertion {
  /** `rule`: the rule requires it; `set-up`: without it the check could not judge the rule. */
  by: "rule" | "set-up";
  /** A predicate of the check or of the request, e.g. `must answer 201`, `expects the payload to be "x"`. */
  text: string;
}

/** The assertions of all checks since this log was opened. */
export interface AssertionLog {
  /** In the order of the tests, each once. */
  assertionsOn(exchange: Exchange): readonly Assertion[];
  close(): void;
}

let taken: WeakMap<Exchange, Assertion[]> | null = null;
let listeners = 0;

/** Opens a log of the assertions of all checks. Recording ends when every log is closed. */
export function openAssertionLog(): AssertionLog {
  taken ??= new WeakMap();
  const notes = taken;
  listeners += 1;
  let isOpen = true;
  return {
    assertionsOn: (exchange) => notes.get(exchange) ?? [],
    close() {
      if (!isOpen) return;
      isOpen = false;
      listeners -= 1;
      if (listeners === 0) taken = null;
    },
  };
}

/**
 * Records that an answer has met a condition.
 * @param text is called only while a log is open, because making thousands of texts takes time
 */
export function recordAssertion({ exchange }: Answer, by: Assertion["by"], text: () => string): void {
  if (taken === null) return;
  const made = { by, text: text() };
  const before = taken.get(exchange) ?? [];
  if (before.some((each) => each.by === made.by && each.text === made.text)) return;
  taken.set(exchange, [...before, made]);
}
