import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import manifest from "../../package.json" with { type: "json" };
import type { Output } from "../generate/cli.ts";
import { buildSite, writeSite } from "./build.ts";
import { type ReferenceRun, readRun, runReference, saveRun } from "./run.ts";

const ROOT = join(import.meta.dirname, "../..");

const HELP = `Builds the documentation in generated/docs/: open index.html in it.

The exchanges that the pages of the rules show are those of a run on the reference server, which takes most of the time.

Usage: npm run docs

Options:
  --run <file>    a run that was saved; where the file is missing, one is made and saved there
  --out <folder>  instead of generated/docs; what is in it is deleted
  --help          show this`;

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      run: { type: "string" },
      out: { type: "string", default: join(ROOT, "generated/docs") },
      help: { type: "boolean", default: false },
    },
  }).values;
}

async function theRun(file: string | undefined, output: Output): Promise<ReferenceRun> {
  if (file !== undefined && existsSync(file)) return readRun(file);
  output.log("Checking the reference server, for the exchanges to show …");
  const run = await runReference();
  if (file !== undefined) await saveRun(run, file);
  return run;
}

/** The command: takes its arguments, prints to `output`, resolves to its exit code. */
export async function main(args: string[], output: Output): Promise<number> {
  try {
    const { run: file, out, help } = parse(args);
    if (help) {
      output.log(HELP);
      return 0;
    }
    const { report } = await theRun(file, output);
    const files = await buildSite({ report, version: manifest.version });
    await writeSite(files, resolve(out));
    const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
    const name = relative(process.cwd(), resolve(out)) || ".";
    output.log(`Wrote ${files.length} files, ${Math.round(bytes / 1024)} KiB, to ${name}/index.html.`);
    return 0;
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS")) throw error;
    output.error(`${(error as Error).message}\nSee \`npm run docs -- --help\`.`);
    return 2;
  }
}
