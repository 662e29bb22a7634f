import { measureAlternately } from "../alternate-rounds.ts";
import type { BenchContext } from "../bench-context.ts";
import type { SuiteRun } from "../child/run-suite.ts";
import { inChild, withServer } from "../child-processes.ts";
import { type Findings, ratios, spread } from "../figures.ts";
import { pausesByRule, record, replay } from "../record-and-replay.ts";
import { countSteps } from "../replay/recording.ts";
import { quickRules, rulesWithoutWaits } from "../rule-subsets.ts";

/** Part of the benchmark: the overhead of the suite over undici alone. */

/** A check that pauses longer than this waits for a clock, even if it does not declare that. */
const LONGEST_PAUSE_MS = 50;
/** The least share of exchanges with the recorded status. With fewer, the two sides are not comparable. */
const LEAST_ALIKE = 0.97;
const GOAL = { is: "at most", value: 1.5 } as const;

/**
 * Measures the suite against a client that sends the same requests in the same order and examines nothing. Both leave
 * out checks that wait for a clock. Server and client are new processes.
 */
export async function wire(context: BenchContext): Promise<Findings> {
  const { rounds, quick, say } = context;
  const candidates = quick ? quickRules() : rulesWithoutWaits();
  say(`records ${candidates.length} rules, to see which of them pause`);
  const first = await record(candidates, context);
  const pauses = pausesByRule(first.recording.sleeps);
  const rules = candidates.filter((rule) => (pauses.get(rule) ?? 0) <= LONGEST_PAUSE_MS);
  const left = candidates.filter((rule) => !rules.includes(rule));
  const kept = left.length === 0 ? first : await record(rules, context);

  const suite = async () => {
    const run = await withServer({}, (server) => inChild<SuiteRun>("run-suite", { server, rules }));
    say(`suite: ${run.exchanges} exchanges in ${Math.round(run.wallMs)} ms`);
    return run;
  };
  const bare = async () => {
    const run = await replay(kept);
    say(`replay: ${run.exchanges} exchanges in ${Math.round(run.wallMs)} ms, ${run.same} as recorded`);
    return run;
  };
  const [runs, replays] = await measureAlternately(rounds, [suite, bare]);
  const over = (side: Timed[], key: keyof Timed) => ratios(all(side, key), all(replays, key));
  const alike = replays.map(({ same, exchanges }) => same / exchanges);
  const worthless = spread(alike).min < LEAST_ALIKE;
  return {
    figures: [
      { name: "suite / replay, wall", unit: "×", values: over(runs, "wallMs"), goal: GOAL },
      { name: "suite / replay, processor time of the client", unit: "×", values: over(runs, "cpuMs") },
      { name: "suite, wall", unit: "s", values: seconds(runs) },
      { name: "replay, wall", unit: "s", values: seconds(replays) },
      { name: "answered as recorded", unit: "%", values: alike.map((share) => share * 100) },
      { name: "exchanges of the suite", unit: "", values: runs.map(({ exchanges }) => exchanges) },
      { name: "exchanges of the replay", unit: "", values: replays.map(({ exchanges }) => exchanges) },
    ],
    notes: [
      ...(worthless ? ["WORTH NOTHING: too many exchanges of the replay were answered otherwise."] : []),
      `${rules.length} rules; left out, as they pause without saying that they wait: ${left.join(", ") || "none"}.`,
      "The suite is timed from its first check on.",
    ],
    details: {
      worthless,
      leftOut: left.map((rule) => ({ rule, pauseMs: Math.round(pauses.get(rule) ?? 0) })),
      recorded: countSteps(kept.recording),
      answeredOtherwise: replays.map(({ others }) => others),
      outcomes: runs.map(({ outcomes }) => outcomes),
    },
  };
}

type Timed = Pick<SuiteRun, "wallMs" | "cpuMs">;

function all(side: readonly Timed[], key: keyof Timed): number[] {
  return side.map((run) => run[key]);
}

function seconds(side: readonly Timed[]): number[] {
  return all(side, "wallMs").map((ms) => ms / 1000);
}
