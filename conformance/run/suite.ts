/** The one file that vitest runs: a test per rule. Checks know nothing of vitest. */
import { afterAll, inject, test } from "vitest";
import type { TestableRuleId } from "../../generated/rules.ts";
import { Halt } from "../engine/halt.ts";
import { judge } from "../engine/judge.ts";
import { Lab } from "../engine/lab.ts";
import type { Target } from "../engine/target.ts";
import type { RuleResult } from "../report/model.ts";
import { exchangesById } from "../report/wire.ts";
import { checkOf, waitingFirst } from "./order.ts";
import { settle } from "./settle.ts";

declare module "vitest" {
  interface ProvidedContext {
    target: Target;
    rules: TestableRuleId[];
  }
  interface TaskMeta {
    result?: RuleResult;
  }
}

const target = inject("target");
const halt = new Halt(target.run);
const lab = new Lab(target, { halt });
afterAll(async () => {
  halt.close();
  await lab.close();
});

for (const rule of waitingFirst(inject("rules"))) {
  test.concurrent(rule, async (context) => {
    const result = await judge(rule, checkOf(rule), lab);
    context.task.meta.result = result;
    await settle(result, exchangesById([result]), context);
  });
}
