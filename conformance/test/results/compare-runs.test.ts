import { expect, test } from "vitest";
import { regressionMarkdown } from "../../report/render-regression.ts";
import { compareRuns, hasRegressed } from "../../results/compare-runs.ts";
import { result } from "../support/sample-report.ts";

const run = (...results: ReturnType<typeof result>[]) => ({ results });
const names = (changes: { rule: string }[]) => changes.map(({ rule }) => rule);

test("tells what is newly violated, mended and newly held back, of the rules of both runs", () => {
  const older = run(
    result("record.created", "passed"),
    result("record.changed", "violated"),
    result("record.get.ok", "passed"),
    result("record.get.missing", "broken"),
    result("record.head", "violated"),
  );
  const newer = run(
    result("record.created", "violated"),
    result("record.changed", "passed"),
    result("record.get.ok", "broken"),
    result("record.get.missing", "passed"),
    result("record.put.null", "violated"),
  );
  const found = compareRuns(older, newer);
  expect(names(found.newlyViolated)).toEqual(["record.created"]);
  expect(names(found.mended)).toEqual(["record.changed", "record.get.missing"]);
  expect(names(found.newlyHeldBack)).toEqual(["record.get.ok"]);
  expect(hasRegressed(found)).toBe(true);
  expect(regressionMarkdown(found)).toMatch(
    /## Newly violated: 1 rule\n[^#]*record\.created[^#]*passed \| violated/,
  );
});

test("is no worse where something was mended, or a SHOULD is violated", () => {
  const should = { level: "SHOULD" } as const;
  const older = run(result("record.changed", "violated"), result("encoding.gzip", "passed", should));
  const newer = run(result("record.changed", "passed"), result("encoding.gzip", "violated", should));
  expect(hasRegressed(compareRuns(older, newer))).toBe(false);
  expect(regressionMarkdown(compareRuns(newer, newer))).toContain("Nothing came out otherwise.");
});
