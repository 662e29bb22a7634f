import type { Answer } from "../exchange/answer.ts";
import type { Exchange } from "../results/model.ts";

/** What a check asked of one answer, and saw to hold. */
export interface Note {
  /** `rule`: the rule asks for it; `set-up`: without it nothing could be said about the rule. */
  by: "rule" | "set-up";
  /** A predicate of the check or of the request, e.g. `must answer 201`, `expects the payload to be "x"`. */
  text: string;
}

/** What was noted since somebody began to listen. */
export interface Notes {
  /** In the order in which they were taken; repetitions are left out. */
  of(exchange: Exchange): readonly Note[];
  close(): void;
}

let taken: WeakMap<Exchange, Note[]> | null = null;
let listeners = 0;

/** Begins to take notes on this thread, of all checks that run on it, until all who listen have closed. */
export function listen(): Notes {
  taken ??= new WeakMap();
  const notes = taken;
  listeners += 1;
  let isOpen = true;
  return {
    of: (exchange) => notes.get(exchange) ?? [],
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
export function note({ exchange }: Answer, by: Note["by"], text: () => string): void {
  if (taken === null) return;
  const made = { by, text: text() };
  const before = taken.get(exchange) ?? [];
  if (before.some((each) => each.by === made.by && each.text === made.text)) return;
  taken.set(exchange, [...before, made]);
}
