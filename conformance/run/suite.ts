/** The one file that vitest runs: a test per rule. Checks know nothing of vitest. */
import { afterAll, inject, test } from "vitest";
import type { TestableRuleId } from "../../generated/rules.ts";
import { checks } from "../checks/index.ts";
import type { Check } from "../engine/check.ts";
import { judge } from "../engine/judge.ts";
import { Lab } from "../engine/lab.ts";
import type { Target } from "../engine/target.ts";
import type { RuleResult } from "../report/model.ts";

declare module "vitest" {
  interface ProvidedContext {
    target: Target;
    rules: TestableRuleId[];
  }
  interface TaskMeta {
    result?: RuleResult;
  }
}

const lab = new Lab(inject("target"));
afterAll(() => lab.close());

const check = (rule: TestableRuleId): Check => checks[rule];
// What waits for a clock begins first, so that its wait passes while the others work.
const order = inject("rules").toSorted(
  (a, b) => Number(check(b).needs?.waits ?? 0) - Number(check(a).needs?.waits ?? 0),
);

for (const rule of order) {
  test.concurrent(rule, async ({ task, skip }) => {
    const result = await judge(rule, check(rule), lab);
    task.meta.result = result;
    if (result.outcome === "violated" || result.outcome === "broken")
      throw new Error(`${result.outcome}: ${result.reason}`);
    if (result.outcome !== "passed") skip(`${result.outcome}: ${result.reason}`);
  });
}
