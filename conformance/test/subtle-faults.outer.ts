import { describe, expect, test } from "vitest";
import { judgeReference } from "../reference/faults/matrix.ts";
import { subtleFaults } from "../reference/faults/subtle/index.ts";

/** The longest waits of a check, several times over. */
const LONG = 120_000;

describe.each(Object.entries(subtleFaults))("%s", (_name, fault) => {
  const { caughtBy, does } = fault;

  test.concurrent(`${caughtBy} is violated by a server that ${does}`, { timeout: LONG }, async () => {
    const { outcome, reason, violation } = await judgeReference(caughtBy, fault);
    expect(outcome, reason ?? "").toBe("violated");
    expect(violation?.expected).toBeTruthy();
  });
});

test("there is enough to look for", () => {
  expect(Object.keys(subtleFaults).length).toBeGreaterThanOrEqual(12);
});
