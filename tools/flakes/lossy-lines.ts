import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkByCommand } from "../../conformance/reference/disguises/check-by-command.ts";
import { type LineFaults, startBehindLossyFront } from "../../conformance/reference/lossy-front.ts";
import type { Report } from "../../conformance/results/report-model.ts";
import { isSeenViolated } from "../../conformance/results/verdict.ts";
import type { Output } from "../run-command.ts";

/** Runs the whole suite behind lines that lose answers. */

/** The number of the request that is disturbed, times the number of the run: always in the middle of a run. */
const DISTURBED_REQUEST = 4000;

/** The lines by name, for the number of a run. */
const LINES: Record<string, (number: number) => LineFaults> = {
  "0.1 % reset": (number) => ({ resets: 0.001, seed: number }),
  "1 % reset": (number) => ({ resets: 0.01, seed: number }),
  "one 502": (number) => ({ badGateway: (request) => request === DISTURBED_REQUEST * number }),
  "a restart": (number) => ({ restart: { after: DISTURBED_REQUEST * number, awayMs: 1000 } }),
};

/**
 * Runs the suite several times behind each line.
 * @returns whether no rule was violated or inconsistent in any run
 */
export async function runLossyLines(runs: number, output: Output): Promise<boolean> {
  let isClean = true;
  for (const [name, lineOf] of Object.entries(LINES)) {
    for (let number = 1; number <= runs; number++) {
      const { code, report } = await runBehind(lineOf(number));
      const blamed = report.results.filter(({ outcome }) => isSeenViolated(outcome));
      const { summary, timing } = report;
      output.log(
        `${name} ${number}/${runs}: exit ${code}, ${summary.passed} passed, ${summary.inconclusive} inconclusive, ` +
          `${summary.broken} broken, ${blamed.length} blamed, ${timing.unanswered} of ${timing.exchanges} lost, ` +
          `${Math.round(timing.durationMs / 1000)} s`,
      );
      for (const { rule, outcome, reason } of blamed) output.log(`  ${rule} ${outcome}: ${reason}`);
      if (code === 1 || blamed.length > 0) isClean = false;
    }
  }
  return isClean;
}

async function runBehind(line: LineFaults): Promise<{ code: number | null; report: Report }> {
  const folder = await mkdtemp(join(tmpdir(), "sync2-lossy-"));
  const server = await startBehindLossyFront(line);
  try {
    return await checkByCommand(server, folder);
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}
