import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestableRuleId } from "../../generated/rules.ts";
import { makesAccounts, type Target } from "../engine/target.ts";
import type { RuleResult } from "../report/model.ts";
// For its declaration of what a task carries.
import type {} from "./suite.ts";
import { unjudged } from "./unjudged.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** In the package everything is JavaScript. */
const SUITE = `conformance/run/suite${extname(import.meta.url)}`;

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Judges rules on vitest, several at a time.
 * @param onResult is told of each rule as it is judged
 */
export async function runTogether(
  target: Target,
  chosen: TestableRuleId[],
  onResult: (result: RuleResult) => void,
): Promise<RuleResult[]> {
  if (chosen.length === 0) return [];
  const found = new Map<string, RuleResult>();
  // Loaded late: it takes longer to load than everything else together.
  const { createVitest } = await import("vitest/node");
  const handlers = SIGNALS.map((signal) => process.rawListeners(signal));
  const vitest = await createVitest("test", {
    root: ROOT,
    config: false,
    // A pattern, and relative for that: the folder of the project may have brackets in its name.
    include: [SUITE],
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
  // Its own handlers would end the process before the accounts are empty.
  for (const [index, signal] of SIGNALS.entries()) {
    for (const handler of process.rawListeners(signal)) {
      if (!handlers[index]?.includes(handler)) process.off(signal, handler as () => void);
    }
  }
  await vitest.start();
  const errors = vitest.state.getUnhandledErrors();
  await vitest.close();
  // Vitest sets it for failed tests; what the exit code says is the caller's to decide.
  process.exitCode = undefined;
  return chosen.map((rule) => found.get(rule) ?? lost(rule, errors));
}

/** A rule for which the engine gave no result is broken, never silently left out. */
function lost(rule: TestableRuleId, errors: unknown[]): RuleResult {
  const [error] = errors as Error[];
  return unjudged(
    rule,
    "broken",
    `the suite itself failed: ${error?.message ?? "its engine gave no result for this rule"}`,
  );
}
