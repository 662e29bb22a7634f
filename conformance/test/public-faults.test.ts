import { describe, expect, test } from "vitest";
import { judgeReference } from "../reference/faults/matrix.ts";
import { publicFaults } from "../reference/faults/public/index.ts";

/** The longest waits of a check, several times over. */
const LONG = 120_000;

const noticed = Object.entries(publicFaults).flatMap(([name, fault]) =>
  fault.noticedBy ? [{ name, fault, rule: fault.noticedBy }] : [],
);

describe.each(noticed)("$name", ({ fault, rule }) => {
  test.concurrent(`${rule} is violated by a server that ${fault.does}`, { timeout: LONG }, async () => {
    const { outcome, reason, violation } = await judgeReference(rule, fault);
    expect(outcome, reason ?? "").toBe("violated");
    expect(violation?.expected).toBeTruthy();
  });
});

test("each public fault says where it was reported", () => {
  for (const [name, { source }] of Object.entries(publicFaults)) expect(source, name).toMatch(/#\d+.*: \S/);
});

test("there is enough to look for", () => {
  expect(Object.keys(publicFaults).length).toBeGreaterThanOrEqual(60);
});
