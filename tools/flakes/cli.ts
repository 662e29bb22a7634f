import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type DisguiseName, disguises } from "../../conformance/reference/disguises/index.ts";
import { type Output, runCommand, UsageError } from "../run-command.ts";
import { isClean } from "./compare-runs.ts";
import { runLossyLines } from "./lossy-lines.ts";
import { isGreen, RINGS, type Ring, runTests } from "./repeat-tests.ts";
import { disguisesOf, runSeries, UNDISGUISED } from "./run-series.ts";
import { seriesTable } from "./series-table.ts";

const NAMES = Object.keys(disguises) as DisguiseName[];

const HELP = `Looks for flakes: runs the whole suite again and again against servers that keep every rule, and compares
what became of each rule. Whatever differs from run to run, or does not pass, is the fault of a check.

Usage: npm run flakes                                    30 runs of the reference, 5 of each disguise: over an hour
       npm run flakes -- --only reference --runs 3       the reference server alone
       npm run flakes -- --only gzip,latency             some disguises alone
       npm run flakes -- --only gzip+latency             one server that wears both
       npm run flakes -- --tests inner                   npm test, 20 times beside 4 busy processes
       npm run flakes -- --tests all --runs 3 --busy 2   both rings of tests, 3 times beside 2 busy processes
       npm run flakes -- --lossy --runs 3                behind lines that lose answers: resets, a 502, a restart

Targets, each started here, on a free port:
  ${UNDISGUISED.padEnd(13)} the reference server as it is
${NAMES.map((name) => `  ${name.padEnd(13)} a server that ${disguises[name].does}`).join("\n")}

Options:
  --runs <number>           runs of the reference server (30), or of the tests (20)
  --disguise-runs <number>  runs of each disguise (5)
  --only <target,…>         these targets alone
  --tests <ring>            the tests of the project instead: inner or all
  --lossy                   lines that lose answers instead, each 3 times: no rule may be violated or inconsistent
  --busy <number>           processes beside the tests that keep a processor busy (4)
  --report <folder>         where flakes.json goes, with every run's outcomes (sync2-flakes)
  --help                    show this

Each run is a process of its own, as \`npx sync2-protocol check\` is. How long one takes is shown, and asserted nowhere.
On the slow line of latency a rule about a clock may pass or be inconclusive, depending on the moment: that is told as
unsure, and contradicts nothing. A difference is to be explained, not repeated until it goes away: the reasons stand below the table, and a single
check is run alone with \`npx sync2-protocol check --only <rule>\`.

Exit code: 0 when every run of every target passed and no rule came out in two ways, or every test passed in every run;
1 otherwise, 2 when the arguments are wrong.`;

function parse(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: "string" },
      "disguise-runs": { type: "string", default: "5" },
      only: { type: "string" },
      tests: { type: "string" },
      lossy: { type: "boolean", default: false },
      busy: { type: "string", default: "4" },
      report: { type: "string", default: "sync2-flakes" },
      help: { type: "boolean", default: false },
    },
  });
  const all = [UNDISGUISED, ...NAMES];
  const targets = values.only?.split(",").map((name) => name.trim()) ?? all;
  const unknown = targets.flatMap(disguisesOf).filter((name) => !NAMES.some((known) => known === name));
  if (unknown.length > 0) throw new UsageError(`There is no target ${unknown.join(", ")}.`);
  return {
    help: values.help,
    tests: values.tests === undefined ? null : ring(values.tests),
    busy: count("--busy", values.busy, 0),
    report: values.report,
    targets,
    lossy: values.lossy,
    runs: count("--runs", values.runs ?? (values.lossy ? "3" : values.tests === undefined ? "30" : "20")),
    disguiseRuns: count("--disguise-runs", values["disguise-runs"]),
  };
}

function ring(text: string): Ring {
  if (Object.hasOwn(RINGS, text)) return text as Ring;
  throw new UsageError(`--tests ${text}: there is no such ring. Give ${Object.keys(RINGS).join(" or ")}.`);
}

function count(option: string, text: string, least = 1): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= 1000) return value;
  throw new UsageError(`${option} ${text}: give a whole number from ${least} to 1000.`);
}

async function run(args: string[], output: Output): Promise<number> {
  const { help, report, targets, runs, disguiseRuns, tests, busy, lossy } = parse(args);
  if (help) {
    output.log(HELP);
    return 0;
  }
  if (lossy) return (await runLossyLines(runs, output)) ? 0 : 1;
  await mkdir(report, { recursive: true });
  if (tests !== null) return testSeries(tests, { runs, busy }, report, output);
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
  output.log(seriesTable(series));
  output.log(`Every outcome: ${join(report, "flakes.json")}`);
  return series.every(isClean) ? 0 : 1;
}

async function testSeries(
  ring: Ring,
  how: { runs: number; busy: number },
  folder: string,
  output: Output,
): Promise<number> {
  const file = join(folder, "tests.json");
  const all = await runTests(ring, how, (run, number) => {
    const { passed, failed, skipped, seconds } = run;
    output.log(
      `${number}/${how.runs}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`,
    );
    for (const failure of run.failures) output.log(`  ${failure}`);
  });
  await writeFile(file, `${JSON.stringify(all, null, 2)}\n`);
  const green = all.filter(isGreen).length;
  output.log(
    `tests: ${green}/${all.length} runs green beside ${how.busy} busy processes. Every run: ${file}`,
  );
  return green === all.length ? 0 : 1;
}

/** The command: takes its arguments, prints to `output`, resolves to its exit code. */
export function main(args: string[], output: Output): Promise<number> {
  return runCommand("npm run flakes --", output, () => run(args, output));
}
