/** Runs `sync2 check`: reads the configuration, checks each target, writes the report, and chooses the exit code. */
import type { TestableRuleId } from "../../../generated/rules.ts";
import { type RunOptions, readRun } from "../../config/read-run.ts";
import { UsageError } from "../../results/errors.ts";
import { renamings, selectRules } from "../../runner/select/select-rules.ts";
import { say } from "../ci-log.ts";
import { interruptible } from "../interruptible.ts";
import type { Shell } from "../shell.ts";
import { checkOne, prepare } from "./check-target.ts";
import { checkSeveral } from "./check-targets.ts";
import { watch } from "./watch-server.ts";

export interface CheckOptions extends RunOptions {
  color: boolean;
  /** Check again each time the server restarts. */
  watch?: boolean;
}

/**
 * `sync2 check`: checks a server, or several, prints the verdict and writes the report.
 * @returns the exit code
 * @throws UsageError, Unusable, Interrupted
 */
export function check(endpoint: string | undefined, options: CheckOptions, shell: Shell): Promise<number> {
  return interruptible(shell, (signal) => checkUntil(signal, endpoint, options, shell));
}

async function checkUntil(
  signal: AbortSignal,
  endpoint: string | undefined,
  options: CheckOptions,
  shell: Shell,
): Promise<number> {
  const run = await readRun(endpoint, options, shell.env);
  const chosen = selectRules(run);
  for (const note of renamings(run)) say(shell, `sync2: ${note}.\n`);
  const { auth, color } = options;
  const all = [];
  for (const at of run.targets) all.push(await prepare(at, run, { auth, color, signal, shell }));
  const [first, ...others] = all;
  if (!first) throw new UsageError("The configuration has no targets. Add one, or leave the key out.");
  if (options.watch) {
    const recheck = async (rules: TestableRuleId[]) => (await checkOne(first, rules)).report;
    return watch({ endpoint: watchable(run.targets), chosen, check: recheck, signal, shell });
  }
  if (others.length > 0) return checkSeveral(all, chosen, run.report, shell);
  return (await checkOne(first, chosen)).code;
}

/** The endpoint of the one server that its user restarts. */
function watchable(targets: Awaited<ReturnType<typeof readRun>>["targets"]): string {
  const [only, ...others] = targets;
  if (!only || others.length > 0) throw new UsageError("--watch is for one server. Choose it with --target.");
  if (only.server) {
    throw new UsageError(
      '--watch waits until you restart the server, and the configuration has a "server" command that starts it. ' +
        "Leave one of them out.",
    );
  }
  const { endpoint, accounts } = only.target;
  const found = endpoint || accounts[0]?.endpoint;
  if (found) return found;
  throw new UsageError("--watch needs a server that you restart. Name its endpoint.");
}
