import pc from "picocolors";
import type { TestContext } from "vitest";
import { rules } from "../../generated/rules.ts";
import { violationLines } from "../report/terminal/violation.ts";
import type { Exchanges } from "../results/exchange-text.ts";
import type { RuleResult } from "../results/model.ts";
import { isBinding, isBroken, isSeenBroken } from "../results/verdict.ts";

/** Prose of a message is wrapped to this width. */
const COLUMNS = 110;

/**
 * Says in the words of a test what became of a rule: a MUST that is violated, if only now and then, and what is broken,
 * or open for lost answers, fail; a violated SHOULD passes with a warning; what came to no conclusion, or does not apply, is skipped and says why.
 * @param exchanges those of the run by id
 */
export async function settleTest(
  result: RuleResult,
  exchanges: Exchanges,
  { skip, annotate }: Pick<TestContext, "skip" | "annotate">,
): Promise<void> {
  const { outcome, reason, level } = result;
  if (outcome === "passed") return;
  if (isBroken(result)) throw failure(`${outcome}: ${reason}`);
  if (!isSeenBroken(outcome)) return skip(`${outcome}: ${reason}`);
  const look = { colors: pc.createColors(false), columns: COLUMNS };
  const text = violationLines(result, exchanges, rules, look).join("\n");
  if (isBinding(level)) throw failure(`${outcome}\n${text}`);
  await annotate(text, "warning");
}

/** Without a stack: it would show the inside of the suite, where nothing is wrong. */
function failure(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
