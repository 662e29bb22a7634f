import type { TestableRuleId } from "../../generated/rules.ts";
import { Lab } from "../engine/lab.ts";
import { preflight } from "../engine/preflight.ts";
import { byArea, select, TESTABLE } from "../engine/select.ts";
import type { Target } from "../engine/target.ts";
import { publicToken } from "../reference/authenticate.ts";
import { startReference } from "../reference/server.ts";
import type { Report, RuleResult } from "../report/model.ts";
import { createProgress, type Progress } from "../report/progress.ts";
import { assemble } from "../run/assemble.ts";
import { run } from "../run/run.ts";
import { EXIT, UsageError } from "./exit.ts";
import { prepareFolder, printSummary, writeReports } from "./reports.ts";
import { readTarget, type TargetOptions } from "./target.ts";

export interface CheckOptions extends TargetOptions {
  /** Areas or rules; all when empty. */
  only: string[];
  /** Folder of the report. */
  report: string;
  color: boolean;
}

/**
 * `sync2 check`: checks a server, prints the verdict and writes the report.
 * @returns the exit code
 * @throws UsageError, Unusable
 */
export async function check(endpoint: string | undefined, options: CheckOptions): Promise<number> {
  const chosen = chooseRules(options.only);
  const target = readTarget(endpoint, options, process.env);
  await prepareFolder(options.report);
  if (target.endpoint !== "" || target.accounts.length > 0) return checkTarget(target, chosen, options);
  const server = await startReference();
  try {
    const embedded = { endpoint: server.endpoint, token: publicToken("{account}"), wipe: false };
    return await checkTarget({ ...target, ...embedded }, chosen, options);
  } finally {
    await server.close();
  }
}

function chooseRules(only: string[]): TestableRuleId[] {
  if (only.length === 0) return [...TESTABLE];
  const { chosen, unknown } = select(only);
  if (unknown.length === 0) return chosen;
  throw new UsageError(
    `--only ${unknown.join(", ")}: no rule has this id or area. "sync2 rules" lists them.`,
  );
}

async function checkTarget(target: Target, chosen: TestableRuleId[], options: CheckOptions): Promise<number> {
  const lab = new Lab(target);
  await preflight(lab).finally(() => lab.close());

  const startedAt = new Date();
  const results = await runWithProgress(target, chosen, options.color);
  const report = assemble(results, { target, only: options.only, startedAt });
  printSummary(report, options.color);
  const written = await writeReports(report, options.report);
  return exitCode(report) || (written ? EXIT.pass : EXIT.broken);
}

async function runWithProgress(
  target: Target,
  chosen: TestableRuleId[],
  color: boolean,
): Promise<RuleResult[]> {
  const areas = Object.fromEntries([...byArea(chosen)].map(([area, all]) => [area, all.length]));
  let progress: Progress | undefined;
  // In place before the first line is written: whoever reads that line may interrupt.
  const onInterrupt = () => {
    progress?.stop();
    process.stderr.write("Interrupted: the accounts may hold what the checks wrote; --wipe removes it.\n");
    process.exit(EXIT.interrupted);
  };
  // Accounts that the suite made up are nobody's, and no later run comes across them.
  if (target.accounts.length > 0) process.once("SIGINT", onInterrupt);
  process.stderr.write(`Checking ${target.endpoint || `${target.accounts.length} accounts`}\n`);
  try {
    progress = createProgress(process.stderr, chosen.length, { color, areas });
    return await run(target, chosen, progress.result);
  } finally {
    process.off("SIGINT", onInterrupt);
    progress?.stop();
  }
}

function exitCode({ verdict }: Report): number {
  if (verdict === "pass") return EXIT.pass;
  return verdict === "fail" ? EXIT.violated : EXIT.broken;
}
