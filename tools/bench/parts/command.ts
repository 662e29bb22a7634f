import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "../../../conformance/results/report-model.ts";
import { TESTABLE } from "../../../conformance/runner/select/rule-selectors.ts";
import { measureAlternately } from "../alternate-rounds.ts";
import type { BenchContext } from "../bench-context.ts";
import { type Figure, type Findings, ratios } from "../figures.ts";
import { pausesByRule, record, replay } from "../record-and-replay.ts";
import { quickRules, rulesWithoutWaits } from "../rule-subsets.ts";
import { packagedCommand, runNode, SYNC2 } from "../run-node.ts";
import { type RunPhases, runPhases } from "../run-phases.ts";

/** Part of the benchmark: the whole command, from its start to its end. */

const PROBE = new URL("../child/first-request-probe.js", import.meta.url);
const QUICK_AREA = "expiry";
const START_GOAL = { is: "at most", value: 3 } as const;
const WHOLE_GOAL = { is: "at most", value: 1 } as const;

/**
 * Measures the whole command from a cold start, against a lower bound: 1.25 times the sum of the longest wait of one
 * check and the time of a replay with undici alone. Measures also the start of `sync2 --help` and `sync2 rules`.
 */
export async function command(context: BenchContext): Promise<Findings> {
  const { rounds, quick, say } = context;
  const isChosen = (rule: string) => !quick || rule.startsWith(`${QUICK_AREA}.`);
  say("records all rules, for the pauses of their checks, and those that do not wait, for the replay");
  const { recording } = await record(TESTABLE.filter(isChosen), context);
  const pauses = [...pausesByRule(recording.sleeps)].sort(([, a], [, b]) => b - a);
  const [longestRule, longestMs] = pauses[0] ?? ["none", 0];
  const brief = await record(quick ? quickRules() : rulesWithoutWaits(), context);

  const whole = async (round: number) => {
    const ran = await runWhole(join(context.folder, `command-${round}`), quick ? ["--only", QUICK_AREA] : []);
    say(`command: ${Math.round(ran.wallMs)} ms`);
    return ran;
  };
  const [runs, replays] = await measureAlternately(rounds, [whole, () => replay(brief)]);
  const walls = runs.map(({ wallMs }) => wallMs);
  const bound = replays.map(({ wallMs }) => 1.25 * (longestMs + wallMs));
  const phases = Object.keys(runs[0]?.split ?? {}) as (keyof RunPhases)[];
  return {
    figures: [
      {
        name: "command / 1.25 × (longest wait + replay)",
        unit: "×",
        values: ratios(walls, bound),
        goal: WHOLE_GOAL,
      },
      { name: "command, wall", unit: "s", values: walls.map((ms) => ms / 1000) },
      ...phases.map((phase) => ({
        name: `  of it ${PHASES[phase]}`,
        unit: "s",
        values: runs.map(({ split }) => split[phase] / 1000),
      })),
      { name: "longest wait of one check", unit: "s", values: [longestMs / 1000] },
      { name: "replay, wall", unit: "s", values: replays.map(({ wallMs }) => wallMs / 1000) },
      ...(await starts(context)),
    ],
    notes: [
      `The longest wait is that of ${longestRule}: what its check asks timers for, one after another.`,
      "The replay has no check that waits, and lacks their few exchanges.",
      "Installed: as the package has it, plain JavaScript. Sources: as here, through tsx.",
    ],
    details: {
      pauses: pauses.slice(0, 20).map(([rule, ms]) => ({ rule, pauseMs: Math.round(ms) })),
      verdicts: runs.map(({ verdict }) => verdict),
    },
  };
}

const PHASES: Record<keyof RunPhases, string> = {
  start: "start, to the first request",
  look: "look at the server's clock and accounts",
  engine: "start of the runner, to the first request of a check",
  exchanges: "some exchange under way",
  waits: "none under way: waits",
  report: "end, from the last answer on: report",
};

async function runWhole(folder: string, args: string[]) {
  await mkdir(folder);
  const probe = join(folder, "first-request");
  const report = join(folder, "report");
  const { code, output, startedAt, wallMs } = await runNode([SYNC2, "check", "--report", report, ...args], {
    cwd: folder,
    env: { NODE_OPTIONS: `--import=${PROBE.href}`, SYNC2_BENCH_PROBE: probe },
  });
  if (code !== 0) throw new Error(`sync2 check ended with ${code}: ${output.slice(-2000)}`);
  const firstRequestAt = Number(await readFile(probe, "utf8"));
  const written: Report = JSON.parse(await readFile(join(report, "report.json"), "utf8"));
  const endedAt = startedAt + wallMs;
  const split = runPhases(written, { startedAt, firstRequestAt, endedAt });
  return { wallMs, split, verdict: written.verdict };
}

/** Measures the start of short commands against that of Node alone, many times each, because they are short. */
async function starts({ rounds, quick }: BenchContext): Promise<Figure[]> {
  const wall = (args: string[]) => async () => {
    const { code, output, wallMs } = await runNode(args);
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${output}`);
    return wallMs;
  };
  const packaged = await packagedCommand();
  const [nothing, help, rules, packagedHelp, packagedRules] = await measureAlternately(
    quick ? 2 : rounds * 5,
    [
      wall(["-e", "0"]),
      wall([SYNC2, "--help"]),
      wall([SYNC2, "rules"]),
      wall([packaged, "--help"]),
      wall([packaged, "rules"]),
    ],
  );
  return [
    {
      name: "sync2 --help, installed / node -e 0",
      unit: "×",
      values: ratios(packagedHelp, nothing),
      goal: START_GOAL,
    },
    {
      name: "sync2 rules, installed / node -e 0",
      unit: "×",
      values: ratios(packagedRules, nothing),
      goal: START_GOAL,
    },
    { name: "sync2 --help, sources / node -e 0", unit: "×", values: ratios(help, nothing) },
    { name: "sync2 rules, sources / node -e 0", unit: "×", values: ratios(rules, nothing) },
    { name: "node -e 0", unit: "ms", values: nothing },
    { name: "sync2 --help, installed", unit: "ms", values: packagedHelp },
    { name: "sync2 rules, installed", unit: "ms", values: packagedRules },
  ];
}
