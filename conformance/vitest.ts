/** The suite as tests of somebody's own vitest project: `import { describeConformance } from "sync2-protocol/vitest"`. */
import { beforeAll, describe, type RunnerTestSuite, test } from "vitest";
import type { TestableRuleId } from "../generated/rules.ts";
import type { Choice, ServerOptions } from "./config/library-options.ts";
import {
  refuseFurther,
  validateServerOptions,
  validateSuiteOptions,
} from "./config/validate-library-options.ts";
import { check } from "./library/library-check.ts";
import { chosenRules } from "./library/rules-from-options.ts";
import { settleTest } from "./library/vitest-outcome.ts";
import { type ExchangeIndex, exchangesById } from "./results/format-exchange.ts";
import type { Report, RuleResult } from "./results/report-model.ts";
import { byArea } from "./runner/select/rule-selectors.ts";

export type { ServerOptions } from "./config/library-options.ts";

/** Which tests there are, and how they are called. */
export interface SuiteOptions extends Choice {
  /** Title of the outermost `describe`; "Sync 2.0" where left out. */
  name?: string;
}

/**
 * Registers a test per rule, in a `describe` per area. The server is checked once, before the first of them, several
 * rules at a time; `vitest -t record.created` narrows that too. A MUST that is violated fails its test with what was
 * expected, what came and a curl line; a violated SHOULD passes with an annotation; what was not to be judged is
 * skipped with its reason. Where the server cannot be used, or nothing passed, the set-up fails.
 * @param server says where the server is, or finds out once its own set-up has run
 * @throws UsageError when the options are wrong
 */
export function describeConformance(
  server: ServerOptions | (() => ServerOptions | Promise<ServerOptions>),
  suite: SuiteOptions = {},
  ...further: never[]
): void {
  refuseFurther(further, "describeConformance({ endpoint, token }, { only })");
  if (typeof server !== "function") validateServerOptions(server);
  validateSuiteOptions(suite);
  const { name = "Sync 2.0", ...choice } = suite;
  const chosen = chosenRules(choice);
  // Which rules there are is chosen already; how far their checks go is not.
  const lastStage = choice.stage ?? choice.through;
  describe(name, () => {
    const results = new Map<string, RuleResult>();
    let exchanges: ExchangeIndex = new Map();

    // All of it is done here, as what one check saw may count for the rule of another.
    // biome-ignore lint/correctness/noEmptyPattern: vitest takes nothing else here, and the suite comes second.
    beforeAll(async ({}, tests) => {
      const options = typeof server === "function" ? await server() : server;
      validateServerOptions(options);
      const report = await check({
        ...options,
        only: wantedOf(tests, chosen),
        ...(lastStage && { through: lastStage }),
      });
      for (const result of report.results) results.set(result.rule, result);
      exchanges = exchangesById(report.results);
      refuseNothing(report);
    }, 0);

    for (const [area, rules] of byArea(chosen)) {
      describe(area, () => {
        for (const rule of rules) {
          test(rule, async (context) => {
            const result = results.get(rule);
            if (!result) throw new Error("the suite itself failed: it gave no result for this rule");
            await settleTest(result, exchanges, context);
          });
        }
      });
    }
  });
}

/** The rules whose tests are to run: a filter of vitest leaves some out. */
function wantedOf(suite: Pick<RunnerTestSuite, "tasks">, chosen: readonly TestableRuleId[]): string[] {
  const names = new Set(namesOf(suite));
  const wanted = chosen.filter((rule) => names.has(rule));
  return wanted.length > 0 ? wanted : [...chosen];
}

function namesOf({ tasks }: Pick<RunnerTestSuite, "tasks">): string[] {
  return tasks.flatMap((task) => {
    if (task.type === "suite") return namesOf(task);
    return task.mode === "skip" || task.mode === "todo" ? [] : [task.name];
  });
}

/** Tests that are all skipped would look like a success. */
function refuseNothing({ verdict, results }: Report): void {
  if (verdict !== "broken" || results.some(({ outcome }) => outcome === "broken")) return;
  const [first] = results;
  throw new Error(
    `no rule passed, so this proves nothing: ${first?.rule} is ${first?.outcome}: ${first?.reason}`,
  );
}
