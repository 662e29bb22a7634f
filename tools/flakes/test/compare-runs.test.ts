import { describe, expect, test } from "vitest";
import type { Outcome } from "../../../conformance/results/report-model.ts";
import { main } from "../cli.ts";
import { compareRuns, isClean, type RunSummary } from "../compare-runs.ts";
import { seriesTable } from "../series-table.ts";

function ran(outcomes: Record<string, Outcome>, more: Partial<RunSummary> = {}): RunSummary {
  return { verdict: "pass", complete: true, seconds: 30, exchanges: 100, reasons: {}, outcomes, ...more };
}

const PASSED = { "a.one": "passed", "a.two": "passed" } as const;

test("runs that all say the same are clean", () => {
  const series = compareRuns("t", [
    ran(PASSED, { seconds: 31 }),
    ran(PASSED, { seconds: 29 }),
    ran(PASSED, { seconds: 36 }),
  ]);
  expect(series).toEqual({
    target: "t",
    runs: 3,
    lost: [],
    verdicts: { pass: 3 },
    differences: [],
    unsure: [],
    steady: [],
    seconds: { min: 29, median: 31, max: 36 },
  });
  expect(isClean(series)).toBe(true);
});

test("one outcome that differs is found, and counted with its reasons", () => {
  const coarse = ran({ ...PASSED, "a.two": "inconclusive" }, { reasons: { "a.two": "too coarse" } });
  const series = compareRuns("t", [ran(PASSED), coarse, ran(PASSED), coarse]);
  expect(series.differences).toEqual([
    { rule: "a.two", counts: { passed: 2, inconclusive: 2 }, reasons: ["too coarse"] },
  ]);
  expect(isClean(series)).toBe(false);
  expect(seriesTable([series])).toMatch(
    /^t +4 +4 pass +1 +0 +0 [\s\S]*DIFFERS {2}t {2}a\.two: 2 passed, 2 inconclusive\n +too coarse\nflakes: 0\/1/m,
  );
});

test("on a slow line what is inconclusive now and then is told, and contradicts no success", () => {
  const coarse = ran({ ...PASSED, "a.two": "inconclusive" });
  const broken = ran({ "a.one": "violated", "a.two": "passed" });
  const series = compareRuns("t", [ran(PASSED), coarse], [], { slow: true });
  expect(series).toMatchObject({ differences: [], unsure: [{ rule: "a.two" }] });
  expect(isClean(series)).toBe(true);
  expect(seriesTable([series])).toContain("unsure   t  a.two: 1 passed, 1 inconclusive");
  expect(isClean(compareRuns("t", [ran(PASSED), coarse, broken], [], { slow: true }))).toBe(false);
});

test("a rule that a run lacks differs", () => {
  const [difference] = compareRuns("t", [ran(PASSED), ran({ "a.one": "passed" })]).differences;
  expect(difference).toMatchObject({ rule: "a.two", counts: { passed: 1, missing: 1 } });
});

test("what is never passed is told, and is no difference", () => {
  const plain = ran({ ...PASSED, "a.two": "violated" });
  const series = compareRuns("t", [plain, plain]);
  expect(series.steady).toEqual([{ rule: "a.two", outcome: "violated" }]);
  expect(isClean(series)).toBe(true);
  expect(seriesTable([series])).toContain("always   t  a.two: violated");
});

test.each(["fail", "broken"] as const)("a series that always says %s is not clean", (verdict) => {
  expect(isClean(compareRuns("t", [ran(PASSED, { verdict }), ran(PASSED, { verdict })]))).toBe(false);
});

test("the median of an even number of runs lies between the middle ones", () => {
  const runs = [40, 30, 33, 31].map((seconds) => ran(PASSED, { seconds }));
  expect(compareRuns("t", runs).seconds).toEqual({ min: 30, median: 32, max: 40 });
});

test("a run without a report is told, and the series is not clean", () => {
  const series = compareRuns("t", [ran(PASSED)], ["run 2: unreachable"]);
  expect(isClean(series)).toBe(false);
  expect(seriesTable([series])).toContain("LOST     t  run 2: unreachable");
});

test("no runs are not clean", () => {
  expect(isClean(compareRuns("t", []))).toBe(false);
});

describe("the command", () => {
  async function said(...args: string[]) {
    const [out, err]: string[][] = [[], []];
    const code = await main(args, {
      log: (text: string) => out?.push(text),
      error: (text: string) => err?.push(text),
    });
    return { code, out: out?.join("\n"), err: err?.join("\n") };
  }

  test("explains itself", async () => {
    const { code, out, err } = await said("--help");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const word of [
      "--runs",
      "--disguise-runs",
      "--only",
      "--report",
      "reference",
      "latency",
      "Exit code",
    ])
      expect(out).toContain(word);
  });

  test.each([
    [["--only", "gzip,nobody"], /no target nobody/],
    [["--runs", "0"], /--runs 0: give a whole number/],
    [["--disguise-runs", "x"], /--disguise-runs x: give a whole number/],
    [["--rnus", "3"], /--rnus/],
  ])("refuses %j and runs nothing", async (args, why) => {
    const { code, out, err } = await said(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(why);
  });
});
