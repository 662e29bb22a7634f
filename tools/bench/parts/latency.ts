import type { TestableRuleId } from "../../../generated/rules.ts";
import type { SuiteRun } from "../child/suite.ts";
import { CONCURRENCY, type Places } from "../child/target.ts";
import { inChild, withServer } from "../children.ts";
import type { Context } from "../context.ts";
import { type Figure, type Findings, slope } from "../figures.ts";
import { record } from "../recordings.ts";
import { longestChain, makespan, predecessors } from "../replay/order.ts";
import { countSteps, type Recording, type Step } from "../replay/recording.ts";
import { alternately } from "../rounds.ts";
import { glance, ordinary, unhurried } from "../rules.ts";
import { sample } from "../sample.ts";

const ADDED_MS = [0, 20, 50, 100, 200];
/** As many checks at a time as who looks at a server far away may ask for. */
const MANY = 64;
const MANY_ADDED_MS = [50, 100, 200];
const LISTED = [1, 4, 16];
/** With one account all exchanges follow each other, and those of all rules would take hours. */
const LISTED_RULES = 10;
const LISTED_ADDED_MS = [0, 50, 100];

/** How the suite slows down as each round trip takes longer: with its longest chain, or with all that it sends? */
export async function latency(context: Context): Promise<Findings> {
  const { quick, say } = context;
  const all = quick ? glance() : unhurried();
  const few = quick ? glance() : sample(ordinary(), LISTED_RULES);
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
  for (const each of series) {
    const { recording } = await record(each.rules, context, each.accounts);
    const shape = shapeOf(recording, each);
    const runs = await measure(each, context);
    figures.push(...figuresOf(each, runs, shape));
    details.push({ accounts: each.name, rules: each.rules.length, ...shape, runs });
    say(`${each.name}: done`);
  }
  return {
    figures,
    notes: [
      `Made on the fly: ${all.length} rules, ${CONCURRENCY} checks at a time by default. Listed: a sample of ${few.length} rules.`,
      "Round trips: by how many seconds the wall time grows for each second that a round trip takes longer.",
      "Chain: exchanges of one check that wait for each other; queue: the chains of all checks as the engine packs them.",
      "A suite that waits for nothing in vain grows by the queue.",
    ],
    details,
  };
}

interface Series extends Places {
  name: string;
  rules: TestableRuleId[];
  /** Milliseconds that are added to each round trip, one run after another. */
  added: readonly number[];
}

/** @returns for each latency what each round measured */
async function measure({ name, added, ...job }: Series, { rounds, say }: Context): Promise<SuiteRun[][]> {
  const at = (roundTripMs: number) => async () => {
    const run = await withServer({ roundTripMs }, (server) => inChild<SuiteRun>("suite", { server, ...job }));
    say(`${name}, ${roundTripMs} ms: ${Math.round(run.wallMs)} ms`);
    return run;
  };
  return alternately<SuiteRun[]>(rounds, added.map(at));
}

/** What a recording says of how long a run has to take, in round trips. */
interface Shape {
  exchanges: number;
  /** The longest chain of one check. */
  chain: number;
  /** Until the last check is over, where all exchanges take alike. */
  queue: number;
}

/** Where accounts are listed, each is lent to one partition of one check at a time. */
function shapeOf(recording: Recording, { accounts, concurrency = CONCURRENCY }: Places): Shape {
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
