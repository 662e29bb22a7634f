import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Output, runCommand, UsageError } from "../run-command.ts";
import type { BenchContext } from "./bench-context.ts";
import { type Findings, spread } from "./figures.ts";
import { table } from "./figures-table.ts";
import { machineInfo } from "./machine-info.ts";
import { isPart, PARTS, type PartName } from "./parts/index.ts";

/** The command line of the benchmark. */

const HELP = `Measures how fast the suite and the reference server are. The main figures are ratios of two sides, which
are measured in turn in the same run. The spread of a figure is that of its rounds. No figure makes the command fail.

Usage: npm run bench                                     all parts, which takes hours on an idle machine
       npm run bench -- --only wire --rounds 5           one part
       npm run bench -- --quick                          only shows whether it works; the figures mean nothing

Parts:
${Object.entries(PARTS)
  .map(([name, { does }]) => `  ${name.padEnd(9)} ${does}`)
  .join("\n")}

Options:
  --only <part,…>   measure only these parts
  --rounds <n>      number of measurements of each side (3)
  --quick           measure little of everything, once
  --out <folder>    folder of bench.json (bench-report)
  --help            show this

Exit code: 0 if every part could be measured, even if it missed its goal; 1 if one could not; 2 if the arguments are
wrong.`;

function parse(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string", multiple: true, default: [] },
      rounds: { type: "string" },
      quick: { type: "boolean", default: false },
      out: { type: "string", default: "bench-report" },
      help: { type: "boolean", default: false },
    },
  });
  const { quick, out, help } = values;
  const named = values.only.flatMap((text) => text.split(",")).map((name) => name.trim());
  const unknown = named.filter((name) => !isPart(name));
  if (unknown.length > 0) throw new UsageError(`There is no part ${unknown.join(", ")}.`);
  const rounds = Number(values.rounds ?? (quick ? 1 : 3));
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100) {
    throw new UsageError("--rounds: give a whole number from 1 to 100.");
  }
  const names = (Object.keys(PARTS) as PartName[]).filter(
    (name) => named.length === 0 || named.includes(name),
  );
  return { names, rounds, quick, out, help };
}

async function run(args: string[], output: Output): Promise<number> {
  const { names, rounds, quick, out, help } = parse(args);
  if (help) {
    output.log(HELP);
    return 0;
  }
  await mkdir(out, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), "sync2-bench-"));
  const parts: Record<string, unknown> = {};
  const report = { startedAt: new Date().toISOString(), machine: machineInfo(), rounds, quick, parts };
  const { node, platform, cores, processor } = report.machine;
  output.log(`Node ${node}, ${platform}, ${cores} cores, ${processor}; ${rounds} rounds`);
  if (quick) output.log("Quick: these figures only show that the benchmark works.");
  let failed = 0;
  try {
    for (const name of names) {
      const context: BenchContext = {
        rounds,
        quick,
        folder,
        say: (text) => output.error(`${name}: ${text}`),
      };
      const began = performance.now();
      try {
        const findings = await PARTS[name].measure(context);
        const seconds = Math.round((performance.now() - began) / 1000);
        output.log(`\n${table(name, findings)}\n  measured in ${seconds} s`);
        parts[name] = { seconds, ...forFile(findings) };
      } catch (error) {
        failed += 1;
        output.error(`${name}: could not be measured: ${(error as Error).stack}`);
        // The reason is printed but not kept: it may name folders of this machine.
        parts[name] = { failed: true };
      }
      // Written after each part, so that a user who interrupts a long run keeps the figures so far.
      await writeFile(join(out, "bench.json"), `${JSON.stringify(report, null, 2)}\n`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  output.log(`\nbench: ${names.length - failed}/${names.length} parts measured; ${join(out, "bench.json")}`);
  return failed === 0 ? 0 : 1;
}

function forFile({ figures, ...others }: Findings): object {
  return { figures: figures.map((figure) => ({ ...figure, ...spread(figure.values) })), ...others };
}

/** The command: takes its arguments, prints to `output`, resolves to its exit code. */
export function main(args: string[], output: Output): Promise<number> {
  return runCommand("npm run bench --", output, () => run(args, output));
}
