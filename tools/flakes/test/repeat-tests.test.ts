import { expect, test } from "vitest";
import { main } from "../cli.ts";
import { isGreen, type TestRun } from "../repeat-tests.ts";

const GREEN: TestRun = { passed: 3, failed: 0, skipped: 0, seconds: 1, failures: [] };

test.each<[string, Partial<TestRun>, boolean]>([
  ["every test passed", {}, true],
  ["no test ran", { passed: 0 }, false],
  ["a test failed", { failed: 1 }, false],
  ["a test was skipped", { skipped: 1 }, false],
  ["a file could not be loaded", { failures: ["a.test.ts: no such module"] }, false],
])("a run in which %s", (_, change, green) => {
  expect(isGreen({ ...GREEN, ...change })).toBe(green);
});

test.each([
  [["--tests", "outer"], /--tests outer: there is no such ring\. Give inner or all\./],
  [["--tests", "inner", "--busy", "-1"], /--busy -1|--busy'? argument/],
  [["--tests", "inner", "--runs", "0"], /--runs 0: give a whole number from 1/],
])("%j is refused", async (args, message) => {
  const printed: string[] = [];
  const print = (text: string) => printed.push(text);
  expect(await main(args, { log: print, error: print })).toBe(2);
  expect(printed.join("\n")).toMatch(message);
});
