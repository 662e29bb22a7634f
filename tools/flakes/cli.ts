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

/** The command line of the search for flakes. */

const NAMES = Object.keys(disguises) as DisguiseName[];

const HELP = `Looks for flakes: runs the whole suite several times against servers that keep every rule, and compares
the outcomes of each rule. If an outcome differs from run to run, or is not "passed", a check is at fault.

Usage: npm run flakes                                    30 runs of the reference, 5 of each disguise: over an hour
       npm run flakes -- --only reference --runs 3       only the reference server
       npm run flakes -- --only gzip,latency             only some disguises
       npm run flakes -- --only gzip+latency             one server with both disguises
       npm run flakes -- --tests inner                   npm test, 20 times beside 4 busy processes
       npm run flakes -- --tests all --runs 3 --busy 2   both rings of tests, 3 times beside 2 busy processes
       npm run flakes -- --lossy --runs 3                behind lines that lose answers: resets, a 502, a restart

Targets, which the command starts on free ports:
  ${UNDISGUISED.padEnd(13)} the reference server as it is
${NAMES.map((name) => `  ${name.padEnd(13)} a server that ${disguises[name].does}`).join("\n")}

Options:
  --runs <number>           runs of the reference server (30), or of the tests (20)
  --disguise-runs <number>  runs of each disguise (5)
  --only <target,…>         run only these targets
  --tests <ring>            run the tests of the project instead: inner or all
  --lossy                   lines that lose answers instead, each 3 times: no rule may be violated or inconsistent
  --busy <number>           number of processes that keep processors busy during the tests (4)
  --report <folder>         folder of flakes.json, which has the outcomes of every run (sync2-flakes)
  --help                    show this

Each run is a process, like \`npx sync2-protocol check\`. The command shows the time of a run, but asserts nothing about it.
On the slow line of latency, a rule about a clock may pass or be inconclusive: that is shown as unsure, and is no
difference. Explain a difference, do not repeat the run until it goes away: the reasons are below the table.
\`npx sync2-protocol check --only <rule>\` runs a single check.

Exit code: 0 if every run of every target passed and no rule had different outcomes, or if every test passed in every
run; 1 otherwise; 2 if the arguments are wrong.`;

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
    // Written after each target, so that a user who interrupts a long series keeps the outcomes so far.
    await writeFile(join(report, "flakes.json"), `${JSON.stringify(all, null, 2)}\n`);
  }
  const series = all.map((run) => run.series);
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
