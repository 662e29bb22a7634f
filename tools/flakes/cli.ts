import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type DisguiseName, disguises } from "../../conformance/reference/disguises/index.ts";
import { type Output, runCommand, UsageError } from "../usage.ts";
import { isClean } from "./compare.ts";
import { runSeries, UNDISGUISED, wornBy } from "./series.ts";
import { table } from "./table.ts";

const NAMES = Object.keys(disguises) as DisguiseName[];

const HELP = `Looks for flakes: runs the whole suite again and again against servers that keep every rule, and compares
what became of each rule. Whatever differs from run to run, or does not pass, is the fault of a check.

Usage: npm run flakes                                    30 runs of the reference, 5 of each disguise: over an hour
       npm run flakes -- --only reference --runs 3       the reference server alone
       npm run flakes -- --only gzip,latency             some disguises alone
       npm run flakes -- --only gzip+latency             one server that wears both

Targets, each started here, on a free port:
  ${UNDISGUISED.padEnd(13)} the reference server as it is
${NAMES.map((name) => `  ${name.padEnd(13)} a server that ${disguises[name].does}`).join("\n")}

Options:
  --runs <number>           runs of the reference server (30)
  --disguise-runs <number>  runs of each disguise (5)
  --only <target,…>         these targets alone
  --report <folder>         where flakes.json goes, with every run's outcomes (sync2-flakes)
  --help                    show this

Each run is a process of its own, as \`npx sync2 check\` is. How long one takes is shown, and asserted nowhere.
On the slow line of latency a rule about a clock may pass or be inconclusive, depending on the moment: that is told as
unsure, and contradicts nothing. A difference is to be explained, not repeated until it goes away: the reasons stand below the table, and a single
check is run alone with \`npx sync2 check --only <rule>\`.

Exit code: 0 when every run of every target passed and no rule came out in two ways, 1 otherwise, 2 when the
arguments are wrong.`;

function parse(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: "string", default: "30" },
      "disguise-runs": { type: "string", default: "5" },
      only: { type: "string" },
      report: { type: "string", default: "sync2-flakes" },
      help: { type: "boolean", default: false },
    },
  });
  const all = [UNDISGUISED, ...NAMES];
  const targets = values.only?.split(",").map((name) => name.trim()) ?? all;
  const unknown = targets.flatMap(wornBy).filter((name) => !NAMES.some((known) => known === name));
  if (unknown.length > 0) throw new UsageError(`There is no target ${unknown.join(", ")}.`);
  return {
    help: values.help,
    report: values.report,
    targets,
    runs: count("--runs", values.runs),
    disguiseRuns: count("--disguise-runs", values["disguise-runs"]),
  };
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1000) return value;
  throw new UsageError(`${option} is to be a whole number from 1 to 1000.`);
}

async function run(args: string[], output: Output): Promise<number> {
  const { help, report, targets, runs, disguiseRuns } = parse(args);
  if (help) {
    output.log(HELP);
    return 0;
  }
  await mkdir(report, { recursive: true });
  const all: Awaited<ReturnType<typeof runSeries>>[] = [];
  for (const target of targets) {
    const wanted = target === UNDISGUISED ? runs : disguiseRuns;
    all.push(
      await runSeries(target, wanted, ({ verdict, complete, seconds, exchanges }, number) => {
        const word = complete ? verdict : `${verdict}, not complete`;
        output.error(`${target} ${number}/${wanted}: ${word}, ${exchanges} exchanges in ${seconds} s`);
      }),
    );
    // After each target: who interrupts a long series keeps what it showed.
    await writeFile(join(report, "flakes.json"), `${JSON.stringify(all, null, 2)}\n`);
  }
  const series = all.map((each) => each.series);
  output.log(table(series));
  output.log(`Every outcome: ${join(report, "flakes.json")}`);
  return series.every(isClean) ? 0 : 1;
}

/** The command: takes its arguments, prints to `output`, resolves to its exit code. */
export function main(args: string[], output: Output): Promise<number> {
  return runCommand("npm run flakes --", output, () => run(args, output));
}
