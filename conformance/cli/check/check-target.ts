import { join } from "node:path";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { type OpenBaseline, readBaseline } from "../../config/baseline-file.ts";
import type { Run, RunTarget } from "../../config/read-run.ts";
import type { TargetOptions } from "../../config/target-options.ts";
import { applyBaseline, baselineNotes, isExpected, today } from "../../results/apply-baseline.ts";
import { Interrupted } from "../../results/errors.ts";
import { applyFailOn } from "../../results/fail-on.ts";
import type { Report, RuleResult } from "../../results/report-model.ts";
import { isBinding, isSeenViolated } from "../../results/verdict.ts";
import { lastStage, narrowedTo } from "../../runner/select/select-rules.ts";
import { waitFor } from "../../runner/server/wait-for-server.ts";
import type { Target } from "../../runner/target.ts";
import { isAction, say } from "../ci-log.ts";
import { EXIT } from "../exit-codes.ts";
import { removeFormer } from "../former-reports.ts";
import { announce } from "../github-actions.ts";
import { prepareFolder, printSummary, writeReports } from "../report-folder.ts";
import type { Shell } from "../shell.ts";
import { onReference, startOwn } from "../start-servers.ts";
import { supervise } from "./supervise-run.ts";

/** A server to check, with everything that the run has read for it. */
export interface Prepared {
  at: RunTarget;
  run: Run;
  /** The folder of its report. */
  folder: string;
  baseline: OpenBaseline | null;
  auth: TargetOptions["auth"];
  color: boolean;
  /** Interrupts it. */
  signal: AbortSignal;
  shell: Shell;
}

/** The report of one server and the exit code for it. */
export interface Checked {
  report: Report;
  code: number;
}

/**
 * Reads the baseline and prepares the report folder before the run, so that a mistake there costs no time.
 * @throws UsageError
 */
export async function prepare(
  at: RunTarget,
  run: Run,
  how: Pick<Prepared, "auth" | "color" | "signal" | "shell">,
): Promise<Prepared> {
  const folder = at.name === null ? run.report : join(run.report, at.name);
  const baseline = at.baseline === null ? null : readBaseline(at.baseline);
  await prepareFolder(folder, run.formats);
  return { at, run, folder, baseline, ...how };
}

/**
 * Starts one server if the configuration says how, checks it, prints the summary and writes the report.
 * @throws Unusable
 * @throws Interrupted
 */
export async function checkOne(prepared: Prepared, chosen: TestableRuleId[]): Promise<Checked> {
  const { at, folder, shell } = prepared;
  // With --watch the folder has an older report, which could be taken for the report of this run.
  await removeFormer(folder);
  await untilAnswered(prepared);
  const server = await startOwn(at, prepared.signal);
  let log: string | null = join(folder, "server.log");
  try {
    const { report, code } = await onServer(prepared, chosen.length, (target) =>
      judgeAndTell(prepared, target, chosen),
    );
    if (server?.ended) say(shell, `sync2: the server ${server.ended} meanwhile.\n`);
    if (code === EXIT.pass) log = null;
    return { report, code };
  } finally {
    await server?.stop(log);
    if (server && log) say(shell, `sync2: what the server ${at.name ?? ""} said: ${log}\n`);
  }
}

/** Waits for a server that somebody else is starting, as long as --wait allows. */
async function untilAnswered({ at, run, signal }: Prepared): Promise<void> {
  const { endpoint, accounts, network } = at.target;
  const url = endpoint || accounts[0]?.endpoint;
  if (run.waitMs > 0 && url && !at.server)
    await waitFor(url.replaceAll("{account}", "wait"), { mostMs: run.waitMs, network, signal });
}

/** Calls `work` with the target, or with the reference server if the user named none. */
function onServer<T>(
  { at, auth }: Prepared,
  rules: number,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  const { target } = at;
  if (target.endpoint !== "" || target.accounts.length > 0) return work(target);
  return onReference(target, auth, rules, work);
}

async function judgeAndTell(
  { run, folder, baseline, color, signal, shell }: Prepared,
  target: Target,
  chosen: TestableRuleId[],
): Promise<Checked> {
  const day = today();
  const isEnough = (result: RuleResult) =>
    run.bail &&
    isSeenViolated(result.outcome) &&
    isBinding(result.level) &&
    !(baseline && isExpected(baseline, result, day));
  const reach = { ...target, through: lastStage(run) };
  const found = await supervise(reach, chosen, {
    only: narrowedTo(run),
    timeLimitMs: run.timeLimitMs,
    color,
    isEnough,
    signal,
    shell,
  });
  const report = applyFailOn(baseline ? applyBaseline(found, baseline, day) : found, run.failOn);
  printSummary(report, { color, docs: run.docs }, shell);
  for (const note of baseline ? baselineNotes(baseline) : []) say(shell, `sync2: ${note}.\n`);
  const written = await writeReports(report, folder, run, shell);
  if (isAction(shell.env) || run.formats.includes("github")) announce(report, shell);
  // An interrupt also skips the servers that are left.
  if (signal.aborted) throw new Interrupted(report.cutShort);
  return { report, code: exitCode(report) || (written ? EXIT.pass : EXIT.broken) };
}

function exitCode({ verdict }: Report): number {
  if (verdict === "cut short") return EXIT.cutShort;
  if (verdict === "pass") return EXIT.pass;
  return verdict === "fail" ? EXIT.violated : EXIT.broken;
}
