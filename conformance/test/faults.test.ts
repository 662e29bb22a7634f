import { describe, expect, test } from "vitest";
import { checks } from "../checks/index.ts";
import { TESTABLE } from "../engine/select.ts";
import { faults } from "../reference/faults/index.ts";
import { judgeReference } from "../reference/faults/matrix.ts";

/** The longest waits of a check, several times over. */
const LONG = 120_000;

// That each rule passes on the reference server as it is, a whole run shows (cli.test.ts).
describe.each(TESTABLE)("%s", (rule) => {
  test.concurrent(`is violated by a server that ${faults[rule]?.does}`, { timeout: LONG }, async () => {
    const { outcome, reason, violation } = await judgeReference(rule, faults[rule] ?? null);
    expect(outcome, reason ?? "").toBe("violated");
    expect(violation?.expected).toBeTruthy();
    expect(violation?.got).toBeTruthy();
  });
});

test("there is something to check", () => {
  expect(Object.keys(checks).length).toBe(TESTABLE.length);
  expect(TESTABLE.length).toBeGreaterThan(100);
});
