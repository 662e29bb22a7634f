import type { TestableRuleId } from "../../generated/rules.ts";
import { peculiarities } from "../engine/clock.ts";
import { byArea, select, TESTABLE } from "../engine/select.ts";
import { isStaged, type Target } from "../engine/target.ts";
import { startReference } from "../reference/server.ts";
import type { Report } from "../report/model.ts";
import { createProgress, type Progress } from "../report/progress.ts";
import { checkServer } from "../run/check.ts";
import { type EmbeddedScheme, embedded } from "../run/embedded.ts";
import { Interrupted } from "../run/run.ts";
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
  const scheme = embeddedScheme(options.auth);
  const server = await startReference();
  try {
    return await checkTarget({ ...target, ...embedded(server, scheme), wipe: false }, chosen, options);
  } finally {
    await server.close();
  }
}

function embeddedScheme(auth: TargetOptions["auth"]): EmbeddedScheme {
  if (auth === undefined || auth === "bearer" || auth === "hawk") return auth ?? "bearer";
  throw new UsageError(`--auth ${auth}: the embedded reference server takes bearer and hawk.`);
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
  const report = await withProgress(target, chosen, options);
  printSummary(report, options.color);
  const written = await writeReports(report, options.report);
  return exitCode(report) || (written ? EXIT.pass : EXIT.broken);
}

async function withProgress(
  target: Target,
  chosen: TestableRuleId[],
  { only, color }: CheckOptions,
): Promise<Report> {
  const areas = Object.fromEntries([...byArea(chosen)].map(([area, all]) => [area, all.length]));
  let progress: Progress | undefined;
  const interruption = new AbortController();
  const onInterrupt = () => {
    progress?.stop();
    process.stderr.write(INTERRUPTED);
    interruption.abort();
  };
  const isHeld = mayLeaveSomething(target);
  const troubles: string[] = [];
  const end = () => {
    progress?.stop();
    for (const trouble of troubles.splice(0)) process.stderr.write(`sync2: ${trouble}.\n`);
  };
  try {
    return await checkServer(target, chosen, {
      only,
      onReady: (clock) => {
        // In place before the first line is written: whoever reads that line may interrupt.
        if (isHeld) for (const signal of SIGNALS) process.once(signal, onInterrupt);
        const name = target.endpoint || `${target.accounts.length} accounts`;
        process.stderr.write(`Checking ${name}${peculiarities(clock)}\n`);
        progress = createProgress(process.stderr, chosen.length, { color, areas });
      },
      onResult: (result) => progress?.result(result),
      onTrouble: (trouble) => troubles.push(trouble),
      signal: interruption.signal,
    });
  } catch (error) {
    end();
    // At once: checks that are under way would go on for minutes.
    if (error instanceof Interrupted) process.exit(EXIT.interrupted);
    throw error;
  } finally {
    if (isHeld) for (const signal of SIGNALS) process.off(signal, onInterrupt);
    end();
  }
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
const INTERRUPTED = "Interrupted: the accounts may hold what the checks wrote; --wipe removes it.\n";

/** Accounts that the suite made up are nobody's, and no later run comes across them. */
function mayLeaveSomething({ accounts, scenarios }: Target): boolean {
  const all = Object.values(scenarios);
  return accounts.length > 0 || all.some((scenario) => scenario.accounts.length > 0 || isStaged(scenario));
}

function exitCode({ verdict }: Report): number {
  if (verdict === "pass") return EXIT.pass;
  return verdict === "fail" ? EXIT.violated : EXIT.broken;
}
