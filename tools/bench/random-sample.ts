import { random } from "../../conformance/reference/seeded-random.ts";
import { SEED } from "./bench-context.ts";

/** Draws a random sample of a list, in the order of the list. It is the same in every run. */
export function randomSample<T>(list: readonly T[], count: number): T[] {
  if (count >= list.length) return [...list];
  const draw = random(SEED);
  return list
    .map((_, index) => ({ index, lot: draw() }))
    .sort((a, b) => a.lot - b.lot)
    .slice(0, count)
    .map(({ index }) => index)
    .sort((a, b) => a - b)
    .map((index) => list[index] as T);
}
