import { expect, test } from "vitest";
import { PARTITIONS } from "../../contract/document.ts";
import { BUSY_EFFORT, judgeReference } from "../../reference/faults/matrix.ts";
import { subtleFaults } from "../../reference/faults/subtle/index.ts";

/** Every other fault is judged in one partition, the rest in the other; `npm run faults -- --subtle` judges both. */
const CASES = Object.values(subtleFaults).map((fault, index) => ({
  fault,
  ...fault,
  partition: PARTITIONS[index % PARTITIONS.length],
}));

test.concurrent.each(CASES)("$caughtBy is violated by a server that $does", async (subtle) => {
  const { outcome, reason, violation } = await judgeReference(subtle.caughtBy, subtle.fault, {
    partition: subtle.partition,
    effort: BUSY_EFFORT,
    shorten: false,
  });
  expect(outcome, reason ?? "").toBe("violated");
  expect(violation?.expected).toBeTruthy();
});

test("there is enough to look for", () => {
  expect(CASES.length).toBeGreaterThanOrEqual(12);
});
