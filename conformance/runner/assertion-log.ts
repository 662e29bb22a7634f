import type { Answer } from "../exchange/answer.ts";
import type { Exchange } from "../results/model.ts";

/** What a check asked of one answer, and saw to hold. */
export interface Assertion {
  /** `rule`: the rule asks for it; `set-up`: without it nothing could be said about the rule. */
  by: "rule" | "set-up";
  /** A predicate of the check or of the request, e.g. `must answer 201`, `expects the payload to be "x"`. */
  text: string;
}

/** What was noted since somebody began to listen. */
export interface AssertionLog {
  /** In the order in which they were taken; repetitions are left out. */
  assertionsOn(exchange: Exchange): readonly Assertion[];
  close(): void;
}

let taken: WeakMap<Exchange, Assertion[]> | null = null;
let listeners = 0;

/** Begins to take notes on this thread, of all checks that run on it, until all who listen have closed. */
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
 * Notes that something was asked of an answer, and holds.
 * @param text is not even made where nobody listens
 */
export function recordAssertion({ exchange }: Answer, by: Assertion["by"], text: () => string): void {
  if (taken === null) return;
  const made = { by, text: text() };
  const before = taken.get(exchange) ?? [];
  if (before.some((each) => each.by === made.by && each.text === made.text)) return;
  taken.set(exchange, [...before, made]);
}
