/** Makes a test for each fault: its rule must be violated. */
import { expect, test } from "vitest";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { checks } from "../../checks/index.ts";
import { PARTITIONS, type Partition } from "../../contract/document.ts";
import { faults } from "../../reference/faults/index.ts";
import { BUSY_EFFORT, judgeReference } from "../../reference/faults/matrix.ts";
import { TESTABLE } from "../../runner/select/rule-selectors.ts";

/** Faults that are there in one partition alone. */
const ONLY_IN: Partial<Record<TestableRuleId, Partition>> = { "partition.exist": "control" };

/** Every other rule is judged in one partition, the rest in the other; `npm run faults` judges each in both. */
const CASES = TESTABLE.map((rule, index) => ({
  rule,
  fault: faults[rule] ?? null,
  does: faults[rule]?.does,
  partition: ONLY_IN[rule] ?? PARTITIONS[index % PARTITIONS.length],
}));

/**
 * Tests of a part of the matrix: files run side by side, and the tests of one file share a processor.
 * That each rule passes on the reference server as it is, a whole run shows (cli-serve.outer.ts).
 * @param part from 0
 */
export function testFaults(part: number, parts: number): void {
  const cases = CASES.filter((_, index) => Math.floor((index * parts) / CASES.length) === part);

  test.concurrent.each(cases)(
    "$rule is violated by a server that $does",
    async ({ rule, fault, partition }) => {
      const { outcome, reason, violation } = await judgeReference(rule, fault, {
        partition,
        effort: BUSY_EFFORT,
        shorten: false,
      });
      expect(outcome, reason ?? "").toBe("violated");
      expect(violation?.expected).toBeTruthy();
      expect(violation?.got).toBeTruthy();
    },
  );

  test("there is something to check", () => {
    expect(Object.keys(checks).length).toBe(TESTABLE.length);
    expect(cases.length).toBeGreaterThan(100);
  });
}
