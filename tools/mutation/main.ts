/** Mutates the reference server and measures how many mutants the suite notices: `npm run mutation -- --help`. */
import { Stryker } from "@stryker-mutator/core";
import { Command, InvalidArgumentError } from "commander";
import { MUTATED } from "./mutated-files.ts";
import { summarise } from "./mutation-score.ts";

const REPORT = "mutation-report";

const HELP = `
A mutant is the reference server with one small change. It is killed if the check of any rule is violated or broken
twice in a row; otherwise it survives. Only protocol logic is mutated (tools/mutation/mutated-files.ts), and no texts for
people. If the mutated code runs while modules load, the mutant gets a new process.

The command writes mutation.json and mutation.html (StrykerJS), survivors.json and survivors.txt to ${REPORT}/, and
results.jsonl during the run.

Examples:
  npm run mutation -- --sample 300 --seed 2
  npm run mutation -- --files 'conformance/reference/session*.ts' --all
  npm run mutation -- --only conformance/reference/session-scope.ts:27`;

const program = new Command()
  .name("npm run mutation --")
  .description("Measures how many small changes of the reference server the conformance suite notices.")
  .option("--sample <number>", "mutants to run, chosen at random, spread over the files", whole, 400)
  .option("--all", "run every mutant, which takes hours", false)
  .option("--seed <text>", "chooses other mutants", "1")
  .option("--files <patterns...>", "mutate these files instead of all protocol logic")
  .option("--only <file:line:column>", "run only the mutants that begin there; the column may be left out")
  .option("--both-partitions", "judge each rule for both partitions, as a run does: twice the time", false)
  .option("--complete", "count as killed what makes a complete run incomplete", false)
  .option("--concurrency <number>", "mutants at the same time", whole, 2)
  .option("--timeout <seconds>", "longest run of one mutant", whole, 300)
  .addHelpText("after", HELP)
  .parse();

const { sample, all, seed, files, only, bothPartitions, complete, concurrency, timeout } = program.opts<{
  sample: number;
  all: boolean;
  seed: string;
  files?: string[];
  only?: string;
  bothPartitions: boolean;
  complete: boolean;
  concurrency: number;
  timeout: number;
}>();
const node = ["--import", "tsx"];
const options = {
  mutate: files ?? MUTATED,
  testRunner: "rules",
  checkers: ["sample"],
  ignorers: ["texts"],
  plugins: ["./tools/mutation/stryker-plugin.ts"],
  sample: all || only !== undefined ? null : sample,
  seed,
  only: only ?? null,
  partitions: bothPartitions ? 2 : 1,
  complete,
  coverageAnalysis: "perTest" as const,
  concurrency,
  // Long, so that a slow machine kills no mutant. StrykerJS ends an endless loop by its number of hits.
  timeoutMS: timeout * 1000,
  dryRunTimeoutMinutes: 15,
  testRunnerNodeArgs: node,
  checkerNodeArgs: node,
  disableTypeChecks: false,
  ignorePatterns: ["spec", "sync2-report", REPORT, ".github"],
  reporters: ["lines", "json", "html", "progress-append-only"],
  jsonReporter: { fileName: `${REPORT}/mutation.json` },
  htmlReporter: { fileName: `${REPORT}/mutation.html` },
};
await new Stryker(options).runMutationTest();
await summarise(REPORT);

function whole(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("A whole number is expected.");
  return Number(text);
}
