import { describe, expect, test } from "vitest";
import { PARTITIONS } from "../../contract/document.ts";
import { BUSY_EFFORT, judgeReference } from "../../reference/faults/matrix.ts";
import { publicFaults } from "../../reference/faults/public/index.ts";

/** Every other fault is judged in one partition, the rest in the other; `npm run faults -- --public` uses both. */
const CASES = Object.entries(publicFaults)
  .flatMap(([name, fault]) => (fault.noticedBy ? [{ name, fault, rule: fault.noticedBy }] : []))
  .map((noticed, index) => ({ ...noticed, partition: PARTITIONS[index % PARTITIONS.length] }));

describe.each(CASES)("$name", ({ fault, rule, partition }) => {
  test.concurrent(`${rule} is violated by a server that ${fault.does}`, async () => {
    const { outcome, reason, violation } = await judgeReference(rule, fault, {
      partition,
      effort: BUSY_EFFORT,
      shorten: false,
    });
    expect(outcome, reason ?? "").toBe("violated");
    expect(violation?.expected).toBeTruthy();
  });
});

test("each public fault says where it was reported, and is noticed or allowed", () => {
  for (const [name, { source, noticedBy, allowed }] of Object.entries(publicFaults)) {
    expect(source, name).toMatch(/#\d+.*: \S/);
    expect((noticedBy !== null) !== (allowed !== undefined), name).toBe(true);
  }
});

test("there is enough to look for", () => {
  expect(CASES.length).toBeGreaterThanOrEqual(60);
});
