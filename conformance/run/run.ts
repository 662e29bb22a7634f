import { fileURLToPath } from "node:url";
import { rules, type TestableRuleId } from "../../generated/rules.ts";
import { applyFindings } from "../engine/conclude.ts";
import { makesAccounts, type Target } from "../engine/target.ts";
import type { RuleResult } from "../report/model.ts";
// For its declaration of what a task carries.
import type {} from "./suite.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Runs the checks of these rules against a target, several at a time.
 * @param onResult is told of each rule as it is judged
 * @returns a result for each rule, in the order given
 */
export async function run(
  target: Target,
  chosen: TestableRuleId[],
  onResult: (result: RuleResult) => void = () => {},
): Promise<RuleResult[]> {
  const found = new Map<string, RuleResult>();
  // Loaded late: it takes longer to load than everything else together.
  const { startVitest } = await import("vitest/node");
  const vitest = await startVitest("test", [], {
    root: ROOT,
    config: false,
    // A pattern, and relative for that: the folder of the project may have brackets in its name.
    include: ["conformance/run/suite.ts"],
    exclude: [],
    watch: false,
    cache: false,
    pool: "threads",
    testTimeout: 0,
    maxConcurrency: makesAccounts(target)
      ? target.concurrency
      : Math.min(target.concurrency, target.accounts.length),
    provide: { target, rules: chosen },
    reporters: [
      {
        onTestCaseResult(testCase) {
          const { result } = testCase.meta();
          if (!result) return;
          found.set(testCase.name, result);
          onResult(result);
        },
      },
    ],
  });
  const errors = vitest?.state.getUnhandledErrors() ?? [];
  await vitest?.close();
  // Vitest sets it for failed tests; what the exit code says is the caller's to decide.
  process.exitCode = undefined;
  const results = chosen.map((rule) => found.get(rule) ?? unjudged(rule, errors));
  return applyFindings(results);
}

/** A rule for which the engine gave no result is broken, never silently left out. */
function unjudged(rule: TestableRuleId, errors: unknown[]): RuleResult {
  const [error] = errors as Error[];
  return {
    rule,
    level: rules[rule].level,
    outcome: "broken",
    reason: `the suite itself failed: ${error?.message ?? "its engine gave no result for this rule"}`,
    violation: null,
    durationMs: 0,
    exchanges: [],
  };
}
