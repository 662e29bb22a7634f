import type { Step } from "./check-steps.ts";

/** Steps, and what of them comes again. */
export type StepItem = { kind: "step"; step: Step } | { kind: "again"; items: StepItem[]; more: Step[][] };

/** Steps of the longest sequence that is looked for again. */
const LONGEST = 24;

/**
 * Puts sequences of steps that come several times in a row in the place of all of them. Alike are steps of which the
 * same is asked, whatever their requests are: loops of a check are over paths and methods.
 */
export function mergeRepetitions(steps: readonly Step[]): StepItem[] {
  // What several clients do at once comes in any order, so that no sequence of it means anything.
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
      items.push({ kind: "again", items: length === 1 ? first.map(alone) : mergeRepetitions(first), more });
    }
    at += length * times;
  }
  return items;
}

function alone(step: Step): StepItem {
  return { kind: "step", step };
}

/** The sequence from here on whose repetitions take in most; of equals the shortest. */
function bestRepetition(
  shapes: readonly string[],
  at: number,
  longest: number,
): { length: number; times: number } {
  let best = { length: 1, times: 1 };
  for (let length = 1; length <= Math.min(longest, (shapes.length - at) / 2); length++) {
    let times = 1;
    while (isRepeated(shapes, at, length, times)) times += 1;
    const takes = times === 1 ? 1 : length * times;
    if (takes > best.length * best.times) best = { length, times };
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

/** What makes steps alike. Values differ from turn to turn. */
function shape({ method, status, notes }: Step): string {
  const asked = notes.map(
    ({ by, text }) => `${by} ${text.replace(/ to (?:be|have|hold) .*/s, "").replaceAll(/\d+/g, "#")}`,
  );
  return JSON.stringify([status, asked, notes.length === 0 ? method : purpose(notes, method)]);
}

/** Where the rule asks something, that says what a step is for; elsewhere only the request does. */
function purpose(notes: Step["notes"], method: string): string {
  return notes.some(({ by }) => by === "rule") ? "rule" : kindOf(method);
}

function kindOf(method: string): string {
  if (method === "GET" || method === "HEAD") return "read";
  return method === "DELETE" ? "delete" : "write";
}

/** How many steps an item stands for. */
export function stepCount(item: StepItem): number {
  if (item.kind === "step") return 1;
  const first = item.items.reduce((sum, each) => sum + stepCount(each), 0);
  return first * (item.more.length + 1);
}
