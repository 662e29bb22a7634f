import { describe, expect, it } from "vitest";
import { measureAlternately } from "../alternate-rounds.ts";
import { detectsFault } from "../compared-tools/detects-fault.ts";
import { isReached, ratios, slope, spread } from "../figures.ts";
import { table } from "../figures-table.ts";
import { randomSample } from "../random-sample.ts";
import { runPhases } from "../run-phases.ts";

describe("figures", () => {
  it("spreads an odd and an even number of values, and refuses none", () => {
    expect(spread([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
    expect(spread([4, 1, 2, 10])).toEqual({ min: 1, median: 3, max: 10 });
    expect(() => spread([])).toThrow("no spread");
    expect(() => spread([1, Number.NaN])).toThrow("no spread");
  });

  it("divides round by round", () => {
    expect(ratios([10, 9], [5, 3])).toEqual([2, 3]);
    expect(() => ratios([1], [])).toThrow("equally often");
  });

  it("finds the slope of a line, and the one between points beside it", () => {
    expect(
      slope([
        [0, 1],
        [20, 41],
        [50, 101],
      ]),
    ).toBeCloseTo(2);
    expect(
      slope([
        [0, 0],
        [1, 1],
        [2, 0],
      ]),
    ).toBeCloseTo(0);
    expect(() =>
      slope([
        [1, 1],
        [1, 2],
      ]),
    ).toThrow("two different places");
  });

  it("goes by the median when it says whether a goal is reached, in both directions", () => {
    const figure = { name: "", unit: "×", values: [1, 2, 9] };
    expect(isReached({ ...figure, goal: { is: "at most", value: 2 } })).toBe(true);
    expect(isReached({ ...figure, goal: { is: "at most", value: 1.9 } })).toBe(false);
    expect(isReached({ ...figure, goal: { is: "at least", value: 2.1 } })).toBe(false);
    expect(isReached(figure)).toBe(null);
  });

  it("prints a row a figure, with the spread and what became of its goal", () => {
    const goal = { is: "at most", value: 1.5 } as const;
    const text = table("part", {
      figures: [{ name: "a", unit: "×", values: [1, 2, 3], goal }],
      notes: ["n"],
    });
    expect(text).toMatch(/^== part\n.*\na +1× +2× +3× +≤ 1\.50× +MISSED\n {2}n$/);
  });
});

it("measures the sides in turn, each round the other way round", async () => {
  const order: string[] = [];
  const side = (name: string) => async (round: number) => {
    order.push(name + round);
    return name + round;
  };
  const measured = await measureAlternately(3, [side("a"), side("b")]);
  expect(order).toEqual(["a0", "b0", "b1", "a1", "a2", "b2"]);
  expect(measured).toEqual([
    ["a0", "a1", "a2"],
    ["b0", "b1", "b2"],
  ]);
});

it("draws the same sample each time, without repetition and in order", () => {
  const list = Array.from({ length: 100 }, (_, index) => index);
  const drawn = randomSample(list, 10);
  expect(drawn).toEqual(randomSample(list, 10));
  expect(new Set(drawn).size).toBe(10);
  expect(drawn).toEqual([...drawn].sort((a, b) => a - b));
  expect(drawn).not.toEqual(list.slice(0, 10));
  expect(randomSample([1, 2], 5)).toEqual([1, 2]);
});

it("splits a run into phases that add up to it", () => {
  const exchange = (startedAt: number, durationMs: number) => ({ startedAt, durationMs });
  const results = [
    { exchanges: [exchange(2100, 100), exchange(2150, 150)] },
    { exchanges: [exchange(5000, 100)] },
  ];
  const report = { startedAt: new Date(2000).toISOString(), results } as never;
  const split = runPhases(report, { startedAt: 0, firstRequestAt: 500, endedAt: 6000 });
  expect(split).toEqual({ start: 500, look: 1500, engine: 100, exchanges: 300, waits: 2700, report: 900 });
  expect(Object.values(split).reduce((sum, ms) => sum + ms, 0)).toBe(6000);
});

describe("a tool", () => {
  const unbroken = [["a", "flaps"], ["a"]];

  it("detects a fault by a complaint that is new, or that it no longer has", () => {
    expect(detectsFault(unbroken, ["a", "b"])).toBe(true);
    expect(detectsFault(unbroken, [])).toBe(true);
  });

  it("does not detect a fault by a complaint that comes and goes with the unbroken server", () => {
    expect(detectsFault(unbroken, ["a"])).toBe(false);
    expect(detectsFault(unbroken, ["a", "flaps"])).toBe(false);
  });
});
