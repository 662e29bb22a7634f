import { expect, test } from "vitest";
import { applyFailOn } from "../../results/fail-on.ts";
import { report, result } from "../support/sample-report.ts";

const passed = result("record.created", "passed");
const should = result("encoding.gzip", "violated", { level: "SHOULD" });
const coarse = result("record.changed", "inconclusive");
const untested = result("quota.full", "untested");

test.each([
  ["should", [passed, should], ["1 SHOULD violated"]],
  ["inconclusive", [passed, coarse], ["1 rule inconclusive"]],
  ["incomplete", [passed, coarse, untested], ["2 rules without a conclusion"]],
] as const)("a run fails for %s, and only where that is asked", (what, results, failedFor) => {
  const run = report([...results]);
  expect(run.verdict).toBe("pass");
  expect(applyFailOn(run, [])).toBe(run);
  expect(applyFailOn(run, [what])).toMatchObject({ verdict: "fail", failedFor });
  expect(applyFailOn(report([passed]), [what]).verdict).toBe("pass");
});

test("a run that fails anyway gets no further reason", () => {
  const failed = report([passed, should, result("record.changed", "violated")]);
  expect(applyFailOn(failed, ["should"])).toBe(failed);
});
