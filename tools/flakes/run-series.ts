import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argumentsFor, checkByCommand } from "../../conformance/reference/disguises/check-by-command.ts";
import { type DisguiseName, startDisguised } from "../../conformance/reference/disguises/index.ts";
import { compareRuns, type RunSummary, type Series, summaryOf } from "./compare-runs.ts";

/** Runs the suite several times against one server. */

/** The target name of the reference server without a disguise. */
export const UNDISGUISED = "reference";

/** The disguises of a target: `gzip+closing` has two. */
export function disguisesOf(target: string): string[] {
  return target === UNDISGUISED ? [] : target.split("+");
}

/**
 * Runs the whole suite against one server several times in a row, each time in a new process and with new accounts.
 * @param target `reference`, or names of disguises with `+` between them
 * @param onRun called with each run when it ends
 */
export async function runSeries(
  target: string,
  runs: number,
  onRun: (summary: RunSummary, number: number) => void = () => {},
): Promise<{ series: Series; summaries: RunSummary[] }> {
  const names = disguisesOf(target) as DisguiseName[];
  const folder = await mkdtemp(join(tmpdir(), "sync2-flakes-"));
  const server = await startDisguised(...names);
  const summaries: RunSummary[] = [];
  const lost: string[] = [];
  try {
    for (let number = 1; number <= runs; number++) {
      try {
        const { report } = await checkByCommand(server, folder, argumentsFor(names));
        const summary = summaryOf(report);
        summaries.push(summary);
        onRun(summary, number);
      } catch (error) {
        // The other runs are useful even if one is lost.
        lost.push(`run ${number}: ${(error as Error).message}`);
      }
    }
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
  return { series: compareRuns(target, summaries, lost, { slow: names.includes("latency") }), summaries };
}
