import pc from "picocolors";
import type { TestContext } from "vitest";
import { rules } from "../../generated/rules.ts";
import { violationLines } from "../report/terminal/violation-lines.ts";
import type { ExchangeIndex } from "../results/format-exchange.ts";
import type { RuleResult } from "../results/report-model.ts";
import { isBinding, isBroken, isSeenViolated } from "../results/verdict.ts";

/** Turns the outcome of a rule into the outcome of a Vitest test. */

/** The width of wrapped text in a message. */
const COLUMNS = 110;

/**
 * Ends a test with the outcome of a rule. A MUST fails if it is violated, even if not in every attempt, and so does a
 * rule whose check broke or lost answers. A violated SHOULD passes with a warning. A rule without a conclusion, or one
 * that does not apply, is skipped with the reason.
 * @param exchanges the exchanges of the run by id
 */
export async function settleTest(
  result: RuleResult,
  exchanges: ExchangeIndex,
  { skip, annotate }: Pick<TestContext, "skip" | "annotate">,
): Promise<void> {
  const { outcome, reason, level } = result;
  if (outcome === "passed") return;
  if (isBroken(result)) throw failure(`${outcome}: ${reason}`);
  if (!isSeenViolated(outcome)) return skip(`${outcome}: ${reason}`);
  const style = { colors: pc.createColors(false), columns: COLUMNS };
  const text = violationLines(result, exchanges, rules, style).join("\n");
  if (isBinding(level)) throw failure(`${outcome}\n${text}`);
  await annotate(text, "warning");
}

/** An error without a stack, which would show the inside of the suite, where nothing is wrong. */
function failure(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
