/** Checks one server, reports progress and warnings, and limits the time and memory of the run. */
import { setFlagsFromString } from "node:v8";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { createProgress, type Progress } from "../../report/live-progress.ts";
import type { Report } from "../../results/report-model.ts";
import { ExchangeSpool } from "../../runner/assemble/exchange-spool.ts";
import { type CheckRun, checkServer } from "../../runner/check-server.ts";
import { clockRemarks } from "../../runner/preflight/measure-clock.ts";
import { byArea } from "../../runner/select/rule-selectors.ts";
import type { Target } from "../../runner/target.ts";
import { say } from "../ci-log.ts";
import type { Shell } from "../shell.ts";

export interface Supervised extends Pick<CheckRun, "only" | "isEnough" | "timeLimitMs"> {
  color: boolean;
  /** Interrupts it. */
  signal: AbortSignal;
  shell: Pick<Shell, "stderr" | "env">;
}

/** How much the heap may grow between two garbage collections. By default it may treble. */
const HEAP_GROWTH_PERCENT = 30;

/**
 * Checks a server and reports progress and warnings on standard error.
 * @throws Unusable
 * @throws Interrupted
 */
export async function supervise(
  target: Target,
  chosen: TestableRuleId[],
  { color, signal, shell, ...options }: Supervised,
): Promise<Report> {
  const areas = Object.fromEntries([...byArea(chosen)].map(([area, all]) => [area, all.length]));
  let progress: Progress | undefined;
  const troubles: string[] = [];
  const stop = () => progress?.stop();
  const spool = ExchangeSpool.make();
  // A run allocates a gigabyte of short-lived objects, and a build machine may have little memory.
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  signal.addEventListener("abort", stop);
  try {
    return await checkServer(target, chosen, {
      ...options,
      keepsWhatItHas: true,
      ...(spool && { spool }),
      onReady: (clock) => {
        const name = target.endpoint || `${target.accounts.length} accounts`;
        say(shell, `Checking ${name}${clockRemarks(clock, target)}\n`);
        progress = createProgress(shell.stderr, chosen.length, { color, areas });
      },
      onResult: (result) => progress?.result(result),
      onTrouble: (trouble) => troubles.push(trouble),
      signal,
    });
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
    for (const trouble of troubles) say(shell, `sync2: ${trouble}.\n`);
  }
}
