/** Repeats the exchanges of a violation in a report, and compares the answers. */
import pc from "picocolors";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { conversationLines } from "../../report/terminal/conversation-lines.ts";
import { violationLines } from "../../report/terminal/violation-lines.ts";
import { UsageError } from "../../results/errors.ts";
import { exchangesById } from "../../results/format-exchange.ts";
import { visible, wrap } from "../../results/format-text.ts";
import { OUTCOME_WORDS } from "../../results/outcome-words.ts";
import { readReport } from "../../results/read-report.ts";
import type { Outcome, Report, RuleResult } from "../../results/report-model.ts";
import { currentId, similarId } from "../../results/rule-ids.ts";
import { isSeenViolated } from "../../results/verdict.ts";
import { checkServer } from "../../runner/check-server.ts";
import { TESTABLE } from "../../runner/select/rule-selectors.ts";
import type { Target } from "../../runner/target.ts";
import { print, say } from "../ci-log.ts";
import { EXIT } from "../exit-codes.ts";
import { quietly } from "../github-actions.ts";
import { interruptible } from "../interruptible.ts";
import { SENTENCES } from "../rule-sentences.ts";
import type { Output, Shell } from "../shell.ts";
import { type ReplayTargetOptions, withReplayTarget } from "./replay-target.ts";

export interface ReplayOptions extends ReplayTargetOptions {
  /** Print every exchange, however many. */
  all?: boolean;
  /** Print the result as JSON instead of the conversation. */
  json?: boolean;
  color: boolean;
}

/**
 * `sync2 replay`: runs the check of one rule of a report again, and prints the conversation.
 * @returns the exit code
 * @throws UsageError, Unusable, Interrupted
 */
export async function replay(
  path: string,
  written: string,
  options: ReplayOptions,
  shell: Shell,
): Promise<number> {
  const { env } = shell;
  const report = await readReport(path);
  const before = resultOf(report, written, path);
  const rule = currentId(before.rule) as TestableRuleId;
  const chosen = [...new Set([rule, ...seenBy(before)])];
  const now = await interruptible(shell, (signal) =>
    withReplayTarget(report, { ...options, signal, env }, (target) =>
      judgeAgain(target, chosen, { signal, shell }),
    ),
  );
  if (options.json) print(shell, `${JSON.stringify(now, null, 2)}\n`, "json");
  else printResult(now, options, shell);
  (options.json ? say : print)(shell, `${comparison(before, now, report)}\n`);
  return exitCode(now.outcome);
}

function resultOf({ results }: Report, written: string, path: string): RuleResult {
  const id = currentId(written);
  if (id === null) {
    const similar = similarId(written);
    const hint = similar === null ? '"sync2 rules" lists them' : `did you mean ${similar}?`;
    throw new UsageError(`"${written}": no rule has this id; ${hint}`);
  }
  const found = results.find(({ rule }) => currentId(rule) === id);
  if (found) return found;
  throw new UsageError(
    `${path}: has no result for ${id}. ${
      TESTABLE.includes(id as TestableRuleId)
        ? `That run was narrowed to other rules; "sync2 check --only ${id}" checks it.`
        : `That rule cannot be tested from outside; "sync2 rules ${id}" says why.`
    }`,
  );
}

/** The rule whose check made the violating exchange: the contract layer may see one rule violated in another's check. */
function seenBy({ violation }: RuleResult): TestableRuleId[] {
  const id = currentId((violation?.exchange ?? "").split("#", 1)[0] ?? "");
  return id !== null && TESTABLE.includes(id as TestableRuleId) ? [id as TestableRuleId] : [];
}

/** @returns the result of the first rule, with the exchanges of all */
async function judgeAgain(
  target: Target,
  chosen: TestableRuleId[],
  { signal, shell }: { signal: AbortSignal; shell: Pick<Shell, "stderr" | "env"> },
): Promise<RuleResult> {
  const name = target.endpoint || `${target.accounts.length} accounts`;
  say(shell, `Checking ${chosen.join(" and ")} at ${name}\n`);
  const onTrouble = (trouble: string) => say(shell, `sync2: ${trouble}.\n`);
  const { results } = await checkServer(target, chosen, { only: chosen, onTrouble, signal });
  const [result] = results;
  if (result) return { ...result, exchanges: results.flatMap(({ exchanges }) => exchanges) };
  throw new Error("the run gave no result");
}

function printResult(
  result: RuleResult,
  { all = false, color }: ReplayOptions,
  { env, stdout }: Shell,
): void {
  const colors = pc.createColors(color);
  const { exchanges, violation } = result;
  const lines = conversationLines(exchanges, { colors, all, shows: violation?.exchange ?? null });
  const text = `${[...lines, ...outcomeLines(result, colors, stdout)].join("\n")}\n\n`;
  stdout.write(quietly(text, env));
}

function outcomeLines(
  result: RuleResult,
  colors: ReturnType<typeof pc.createColors>,
  stdout: Output,
): string[] {
  const columns = Math.max(40, stdout.columns ?? 110);
  if (isSeenViolated(result.outcome)) {
    return violationLines(result, exchangesById([result]), SENTENCES, { colors, columns });
  }
  const { rule, level, outcome, reason } = result;
  const paint = outcome === "passed" ? colors.green : colors.yellow;
  const text = [SENTENCES[rule].text, ...(reason === null ? [] : [`${OUTCOME_WORDS[outcome]}: ${reason}`])];
  return [
    `${paint(outcome === "passed" ? "✓" : "?")} ${colors.bold(rule)}  ${paint(level)}`,
    ...text.flatMap((each) => wrap(visible(each), columns - 2)).map((line) => `  ${line}`),
  ];
}

function comparison(before: RuleResult, now: RuleResult, { startedAt }: Report): string {
  const [was, is] = [OUTCOME_WORDS[before.outcome], OUTCOME_WORDS[now.outcome]];
  if (was === is) return `${is}, as in the report of ${visible(startedAt)}`;
  return `${was} in the report of ${visible(startedAt)}, ${is} now`;
}

/** The exit code of an outcome; one that is no conclusion has a code of its own. */
function exitCode(outcome: Outcome): number {
  if (outcome === "passed") return EXIT.pass;
  return isSeenViolated(outcome) ? EXIT.violated : EXIT.broken;
}
