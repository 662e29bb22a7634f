import { describe, expect, test } from "vitest";
import type { TestableRuleId } from "../../generated/rules.ts";
import { checks } from "../checks/index.ts";
import { PARTITIONS, type Partition } from "../contract/document.ts";
import { TESTABLE } from "../engine/select.ts";
import { faults } from "../reference/faults/index.ts";
import { judgeReference } from "../reference/faults/matrix.ts";

/** Faults that are there in one partition alone. */
const ONLY_IN: Partial<Record<TestableRuleId, Partition>> = { "partition.exist": "control" };

/** Every other rule is judged in one partition, the rest in the other; `npm run faults` judges each in both. */
const CASES = TESTABLE.map((rule, index) => ({
  rule,
  fault: faults[rule] ?? null,
  does: faults[rule]?.does,
  partition: ONLY_IN[rule] ?? PARTITIONS[index % PARTITIONS.length],
}));

// That each rule passes on the reference server as it is, a whole run shows (cli-serve.outer.ts).
describe.each(CASES)("$rule", ({ rule, fault, does, partition }) => {
  test.concurrent(`is violated by a server that ${does}`, async () => {
    const { outcome, reason, violation } = await judgeReference(rule, fault, partition);
    expect(outcome, reason ?? "").toBe("violated");
    expect(violation?.expected).toBeTruthy();
    expect(violation?.got).toBeTruthy();
  });
});

test("there is something to check", () => {
  expect(Object.keys(checks).length).toBe(TESTABLE.length);
  expect(TESTABLE.length).toBeGreaterThan(100);
});
