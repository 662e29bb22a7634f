// Merges repeated steps of a check, so that its description stays short.
import type { Step } from "./check-steps.ts";

/** A step, or a sequence of items with its repetitions. */
export type StepItem = { kind: "step"; step: Step } | { kind: "again"; items: StepItem[]; more: Step[][] };

/** The most steps of a sequence whose repetitions are merged. */
const LONGEST = 24;

/**
 * Merges repetitions of a sequence of steps into one item. Steps are alike if the rule asserts the same about them; their
 * requests may differ, since a check loops over paths and methods.
 */
export function mergeRepetitions(steps: readonly Step[]): StepItem[] {
  // Requests of concurrent clients have no fixed order, so no sequence of them repeats.
  const longest = steps.some(({ beside }) => beside) ? 1 : LONGEST;
  const shapes = steps.map(shape);
  const items: StepItem[] = [];
  for (let at = 0; at < steps.length; ) {
    const { length, times } = bestRepetition(shapes, at, longest);
    if (times === 1) items.push({ kind: "step", step: steps[at] as Step });
    else {
      const turns = Array.from({ length: times }, (_, turn) =>
        steps.slice(at + turn * length, at + (turn + 1) * length),
      );
      const [first = [], ...more] = turns;
      items.push({ kind: "again", items: length === 1 ? first.map(asItem) : mergeRepetitions(first), more });
    }
    at += length * times;
  }
  return items;
}

function asItem(step: Step): StepItem {
  return { kind: "step", step };
}

/** The sequence from a position on whose repetitions cover the most steps; the shortest one if several do. */
function bestRepetition(
  shapes: readonly string[],
  at: number,
  longest: number,
): { length: number; times: number } {
  let best = { length: 1, times: 1 };
  for (let length = 1; length <= Math.min(longest, (shapes.length - at) / 2); length++) {
    let times = 1;
    while (isRepeated(shapes, at, length, times)) times += 1;
    const covered = times === 1 ? 1 : length * times;
    if (covered > best.length * best.times) best = { length, times };
  }
  return best;
}

function isRepeated(shapes: readonly string[], at: number, length: number, times: number): boolean {
  const start = at + length * times;
  if (start + length > shapes.length) return false;
  for (let index = 0; index < length; index++) {
    if (shapes[start + index] !== shapes[at + index]) return false;
  }
  return true;
}

/** The text that alike steps share: status and assertions without values. */
function shape({ method, status, notes }: Step): string {
  const asked = notes.map(
    ({ by, text }) => `${by} ${text.replace(/ to (?:be|have|hold) .*/s, "").replaceAll(/\d+/g, "#")}`,
  );
  return JSON.stringify([status, asked, notes.length === 0 ? method : purpose(notes, method)]);
}

/** The purpose of a step: the rule, if it asserts something about the step, else the kind of the request. */
function purpose(notes: Step["notes"], method: string): string {
  return notes.some(({ by }) => by === "rule") ? "rule" : kindOf(method);
}

function kindOf(method: string): string {
  if (method === "GET" || method === "HEAD") return "read";
  return method === "DELETE" ? "delete" : "write";
}

/** The number of steps in an item, with all repetitions. */
export function stepCount(item: StepItem): number {
  if (item.kind === "step") return 1;
  const first = item.items.reduce((sum, inner) => sum + stepCount(inner), 0);
  return first * (item.more.length + 1);
}
