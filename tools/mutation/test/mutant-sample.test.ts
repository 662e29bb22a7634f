import { expect, test } from "vitest";
import { chooseMutants } from "../mutant-sample.ts";
import { interval } from "../mutation-score.ts";

const FILES = { "a.ts": 60, "b.ts": 30, "c.ts": 9, "d.ts": 1 };
const mutants = Object.entries(FILES).flatMap(([fileName, count]) =>
  Array.from({ length: count }, (_, line) => {
    const at = { line, column: 0 };
    return { fileName, location: { start: at, end: at }, mutatorName: "BlockStatement", replacement: "{}" };
  }),
);

test("a sample has the size asked for, and of each file its part", () => {
  const chosen = chooseMutants(mutants, 50, "1");
  const of = (file: string) => chosen.filter(({ fileName }) => fileName === file).length;
  expect(chosen).toHaveLength(50);
  expect(new Set(chosen).size).toBe(50);
  expect([of("a.ts"), of("b.ts"), of("c.ts") + of("d.ts")]).toEqual([30, 15, 5]);
});

test("a sample is that of its seed, whatever order the mutants come in", () => {
  const chosen = new Set(chooseMutants(mutants, 50, "1"));
  expect(new Set(chooseMutants([...mutants].reverse(), 50, "1"))).toEqual(chosen);
  expect(new Set(chooseMutants(mutants, 50, "2"))).not.toEqual(chosen);
});

test("of more than there are all are chosen", () => {
  expect(chooseMutants(mutants, 1000, "1")).toHaveLength(100);
  expect(chooseMutants([], 10, "1")).toEqual([]);
});

// Figures of Brown, Cai and DasGupta, "Interval estimation for a binomial proportion" (2001), by its formula (4).
test("the interval of a share is Wilson's", () => {
  const [low, high] = interval(8, 10);
  expect(low).toBeCloseTo(0.4902, 4);
  expect(high).toBeCloseTo(0.9433, 4);
  expect(interval(10, 10)[1]).toBeCloseTo(1, 10);
});
