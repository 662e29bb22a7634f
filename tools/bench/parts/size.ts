import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { configurationFor } from "../../../conformance/reference/check-configuration.ts";
import { measureAlternately, type Side } from "../alternate-rounds.ts";
import type { BenchContext } from "../bench-context.ts";
import type { SuiteRun } from "../child/run-suite.ts";
import { inChild, withServer } from "../child-processes.ts";
import { type Figure, type Findings, ratios } from "../figures.ts";
import { randomSample } from "../random-sample.ts";
import { quickRules, rulesForListedAccounts, rulesWithoutWaits } from "../rule-subsets.ts";
import { packagedCommand, runNode, SYNC2 } from "../run-node.ts";

/** Part of the benchmark: how time and memory grow with the number of rules and accounts. */

const TIMES = [1, 2, 4];
const ACCOUNTS = [1, 2, 4, 8, 16, 32, 64];
/** Enough rules to keep 64 accounts busy, and few enough that one account needs only minutes. */
const LISTED_RULES = 128;
const MEMORY_GOAL = { is: "at most", value: 250 } as const;
const LINEAR_GOAL = { is: "at most", value: 1.1 } as const;

/** Measures the cost of more rules and more accounts, and the peak memory of the command. */
export async function size(context: BenchContext): Promise<Findings> {
  const { quick } = context;
  const all = quick ? quickRules() : rulesWithoutWaits();
  const few = quick ? quickRules() : randomSample(rulesForListedAccounts(), LISTED_RULES);
  return {
    figures: [
      ...(await rules(all, context)),
      ...(await accounts(few, context)),
      ...(await memory(quick ? ["--only", "record.get"] : [], context)),
    ],
    notes: [
      `Rules: ${all.length} that do not wait, gone through once, twice and four times in one run that keeps all results.`,
      `Accounts: a sample of ${few.length} rules on as many listed accounts as said, a check at a time on each.`,
      "Memory of the command: of all its processes together, the server apart; looked at ten times a second.",
      "Installed: as the package has it, plain JavaScript. Sources: as here, through tsx.",
    ],
  };
}

async function rules(
  list: ReturnType<typeof rulesWithoutWaits>,
  { rounds, quick, say }: BenchContext,
): Promise<Figure[]> {
  const counts = quick ? [1, 2] : TIMES;
  const side = (times: number) => async () => {
    const run = await withServer({}, (server) =>
      inChild<SuiteRun>("run-suite", { server, rules: list, times }),
    );
    say(`rules ×${times}: ${Math.round(run.wallMs)} ms, ${Math.round(run.peakMiB)} MiB`);
    return run;
  };
  const runs = await measureAlternately<SuiteRun[]>(rounds, counts.map(side));
  const all = (index: number, key: "wallMs" | "cpuMs" | "peakMiB") =>
    (runs[index] ?? []).map((run) => run[key]);
  return counts.slice(1).flatMap((times, before) => [
    {
      name: `${times} × the rules / ${counts[before]} ×, wall for each rule`,
      unit: "×",
      values: ratios(all(before + 1, "wallMs"), all(before, "wallMs")).map((ratio) => ratio / 2),
      goal: LINEAR_GOAL,
    },
    {
      name: `${times} × the rules / ${counts[before]} ×, processor time for each rule`,
      unit: "×",
      values: ratios(all(before + 1, "cpuMs"), all(before, "cpuMs")).map((ratio) => ratio / 2),
    },
    {
      name: `${times} × the rules / ${counts[before]} ×, peak memory`,
      unit: "×",
      values: ratios(all(before + 1, "peakMiB"), all(before, "peakMiB")),
    },
  ]);
}

async function accounts(
  list: ReturnType<typeof rulesForListedAccounts>,
  { rounds, quick, say }: BenchContext,
): Promise<Figure[]> {
  const counts = quick ? [1, 4] : ACCOUNTS;
  const side = (count: number) => async () => {
    const run = await withServer({}, (server) =>
      inChild<SuiteRun>("run-suite", { server, rules: list, accounts: count }),
    );
    say(`${count} accounts: ${Math.round(run.wallMs)} ms, ${run.exchanges} exchanges`);
    return run;
  };
  const runs = await measureAlternately<SuiteRun[]>(rounds, counts.map(side));
  const [oneAccount = []] = runs;
  return counts.flatMap((count, index) => {
    const over = (key: "wallMs" | "cpuMs") =>
      ratios(
        (runs[index] ?? []).map((run) => run[key]),
        oneAccount.map((run) => run[key]),
      );
    return index === 0
      ? [{ name: "1 account, wall", unit: "s", values: oneAccount.map(({ wallMs }) => wallMs / 1000) }]
      : [
          { name: `${count} accounts / 1, wall`, unit: "×", values: over("wallMs") },
          { name: `${count} accounts / 1, processor time`, unit: "×", values: over("cpuMs") },
        ];
  });
}

/** Measures the peak memory of the command, as a user runs it. */
async function memory(args: string[], context: BenchContext): Promise<Figure[]> {
  const [installed, sources] = await measureAlternately(context.rounds, [
    peakOf(await packagedCommand(), args, context),
    peakOf(SYNC2, args, context),
  ]);
  const figure = (where: string, peaks: (number | null)[]) => ({
    name: `peak memory of the command, ${where}`,
    unit: "MiB",
    values: peaks.filter((peak) => peak !== null),
  });
  // Leaves out a figure that the system does not report.
  return [{ ...figure("installed", installed), goal: MEMORY_GOAL }, figure("sources", sources)].filter(
    ({ values }) => values.length > 0,
  );
}

/** Runs the command against a server in another process, and measures its peak memory. */
function peakOf(command: string, args: string[], { folder, say }: BenchContext): Side<number | null> {
  return async () => {
    const { code, output, peakMiB } = await withServer({}, async (server) => {
      const config = join(folder, "memory.json");
      await writeFile(config, JSON.stringify(configurationFor({ ...server, close: async () => {} })));
      const report = join(folder, "memory-report");
      return runNode([command, "check", "--config", config, "--report", report, ...args], { watch: true });
    });
    if (code !== 0) throw new Error(`sync2 check ended with ${code}: ${output.slice(-2000)}`);
    say(`command: ${peakMiB === null ? "this system does not tell its memory" : `${peakMiB} MiB`}`);
    return peakMiB;
  };
}
