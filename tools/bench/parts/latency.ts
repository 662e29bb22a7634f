import type { TestableRuleId } from "../../../generated/rules.ts";
import { measureAlternately } from "../alternate-rounds.ts";
import type { BenchContext } from "../bench-context.ts";
import { type AccountPlan, CONCURRENCY } from "../child/bench-target.ts";
import type { SuiteRun } from "../child/run-suite.ts";
import { inChild, withServer } from "../child-processes.ts";
import { type Figure, type Findings, slope } from "../figures.ts";
import { randomSample } from "../random-sample.ts";
import { record } from "../record-and-replay.ts";
import { countSteps, type Recording, type Step } from "../replay/recording.ts";
import { longestChain, makespan, predecessors } from "../replay/schedule.ts";
import { quickRules, rulesForListedAccounts, rulesWithoutWaits } from "../rule-subsets.ts";

/** Part of the benchmark: how the suite slows down with the latency of the line. */

const ADDED_MS = [0, 20, 50, 100, 200];
/** Number of concurrent checks that a user may set for a distant server. */
const MANY = 64;
const MANY_ADDED_MS = [50, 100, 200];
const LISTED = [1, 4, 16];
/** Number of rules with listed accounts. With one account, no exchanges are concurrent, so all rules would take hours. */
const LISTED_RULES = 10;
const LISTED_ADDED_MS = [0, 50, 100];

/** Measures whether the time of the suite grows with its longest chain of exchanges or with their number. */
export async function latency(context: BenchContext): Promise<Findings> {
  const { quick, say } = context;
  const all = quick ? quickRules() : rulesWithoutWaits();
  const few = quick ? quickRules() : randomSample(rulesForListedAccounts(), LISTED_RULES);
  const series: Series[] = [
    { name: "made on the fly", rules: all, added: quick ? [0, 50] : ADDED_MS },
    { name: `${MANY} at a time`, rules: all, concurrency: MANY, added: quick ? [0, 50] : MANY_ADDED_MS },
  ];
  for (const accounts of quick ? [1, 4] : LISTED) {
    const added = quick ? [0, 50] : LISTED_ADDED_MS;
    series.push({ name: `${accounts} listed`, rules: few, accounts, added });
  }
  const figures: Figure[] = [];
  const details: object[] = [];
  for (const one of series) {
    const { recording } = await record(one.rules, context, one.accounts);
    const shape = shapeOf(recording, one);
    const runs = await measure(one, context);
    figures.push(...figuresOf(one, runs, shape));
    details.push({ accounts: one.name, rules: one.rules.length, ...shape, runs });
    say(`${one.name}: done`);
  }
  return {
    figures,
    notes: [
      `Made on the fly: ${all.length} rules, ${CONCURRENCY} checks at a time by default. Listed: a sample of ${few.length} rules.`,
      "Round trips: by how many seconds the wall time grows for each second that a round trip takes longer.",
      "Chain: exchanges of one check that wait for each other; queue: the chains of all checks as the runner packs them.",
      "A suite that waits for nothing in vain grows by the queue.",
    ],
    details,
  };
}

interface Series extends AccountPlan {
  name: string;
  rules: TestableRuleId[];
  /** Milliseconds to add to each round trip, for one run each. */
  added: readonly number[];
}

/**
 * Measures the suite at each latency.
 * @returns for each latency, the measurements of all rounds
 */
async function measure(
  { name, added, ...job }: Series,
  { rounds, say }: BenchContext,
): Promise<SuiteRun[][]> {
  const runWith = (roundTripMs: number) => async () => {
    const run = await withServer({ roundTripMs }, (server) =>
      inChild<SuiteRun>("run-suite", { server, ...job }),
    );
    say(`${name}, ${roundTripMs} ms: ${Math.round(run.wallMs)} ms`);
    return run;
  };
  return measureAlternately<SuiteRun[]>(rounds, added.map(runWith));
}

/** Lower bounds of the time of a run, in round trips, from its recording. */
interface Shape {
  exchanges: number;
  /** The longest chain of one check. */
  chain: number;
  /** The time of all checks with this concurrency, if all exchanges take the same time. */
  queue: number;
}

/** Computes the bounds. A listed account is lent to one partition of one check at a time. */
function shapeOf(recording: Recording, { accounts, concurrency = CONCURRENCY }: AccountPlan): Shape {
  const chains = recording.checks.map(({ steps }) =>
    ["control", "storage"].map((partition) => chainOf(steps.filter((step) => step.partition === partition))),
  );
  const longest = chains.map((both) => Math.max(...both));
  return {
    exchanges: countSteps(recording),
    chain: Math.max(0, ...longest),
    queue: accounts === undefined ? makespan(longest, concurrency) : makespan(chains.flat(), accounts),
  };
}

function chainOf(steps: readonly Step[]): number {
  return longestChain(predecessors(steps));
}

function figuresOf({ name, added }: Series, runs: SuiteRun[][], shape: Shape): Figure[] {
  const rounds = runs[0]?.length ?? 0;
  const slopes = Array.from({ length: rounds }, (_, round) =>
    slope(added.map((ms, index) => [ms, runs[index]?.[round]?.wallMs as number] as const)),
  );
  const over = (unit: number) => slopes.map((value) => value / unit);
  return [
    ...added.map((ms, index) => ({
      name: `${name}: wall at +${ms} ms`,
      unit: "s",
      values: (runs[index] ?? []).map(({ wallMs }) => wallMs / 1000),
    })),
    { name: `${name}: round trips that the wall time grows by`, unit: "", values: slopes },
    { name: `${name}:   over the longest chain (${shape.chain})`, unit: "×", values: over(shape.chain) },
    { name: `${name}:   over the queue of chains (${shape.queue})`, unit: "×", values: over(shape.queue) },
    { name: `${name}:   over all exchanges (${shape.exchanges})`, unit: "×", values: over(shape.exchanges) },
  ];
}
