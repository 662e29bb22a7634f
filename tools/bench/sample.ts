import { random } from "../../conformance/reference/seeded-random.ts";
import { SEED } from "./context.ts";

/** A random choice without repetition, in the order of the list, and the same in every run. */
export function sample<T>(list: readonly T[], count: number): T[] {
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
