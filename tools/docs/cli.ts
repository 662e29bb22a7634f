import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import manifest from "../../package.json" with { type: "json" };
import { type Output, runCommand } from "../run-command.ts";
import { baseUrl } from "./base.ts";
import { buildSite, writeSite } from "./build.ts";
import { deadLinks } from "./links/links.ts";
import { type ReferenceRun, referenceRun } from "./run.ts";

const ROOT = join(import.meta.dirname, "../..");

const HELP = `Builds the documentation in generated/docs/: open index.html in it.

The exchanges that the pages of the rules show are those of a run on the reference server, which takes most of the time.

Usage: npm run docs

Options:
  --run <file>    a run that was saved; where the file is missing, one is made and saved there
                  (else what SYNC2_DOCS_RUN names)
  --out <folder>  instead of generated/docs; what is in it is deleted
  --base <url>    where the site will stand: adds sitemap.xml and 404.html, which need whole URLs
  --help          show this`;

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      run: { type: "string", default: process.env.SYNC2_DOCS_RUN },
      out: { type: "string", default: join(ROOT, "generated/docs") },
      base: { type: "string" },
      help: { type: "boolean", default: false },
    },
  }).values;
}

/** Rules that the reference did not pass, on a busy machine say: they have no correct exchange to show. */
function notPassed({ report }: ReferenceRun): string[] {
  return report.results.filter(({ outcome }) => outcome !== "passed").map(({ rule }) => rule);
}

async function write(args: string[], output: Output): Promise<number> {
  const { run: file, out, base, help } = parse(args);
  if (help) {
    output.log(HELP);
    return 0;
  }
  const place: { base?: URL } = base === undefined ? {} : { base: baseUrl(base) };
  const run = await referenceRun(file, output.log);
  if (Object.keys(run.notes).length === 0)
    output.log(
      "This run does not say what its checks asked for, so that the pages of the rules do not either.",
    );
  const odd = notPassed(run);
  if (odd.length > 0) output.error(`Rules without a correct exchange in this run: ${odd.join(", ")}.`);
  const files = await buildSite({ run, version: manifest.version, ...place });
  await writeSite(files, resolve(out));
  const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  const name = relative(process.cwd(), resolve(out)) || ".";
  output.log(`Wrote ${files.length} files, ${Math.round(bytes / 1024)} KiB, to ${name}/index.html.`);
  const dead = deadLinks(files, place.base);
  for (const problem of dead) output.error(`Dead link: ${problem}`);
  if (odd.length + dead.length > 0) return 1;
  if (base === undefined) output.log("Without --base there is no sitemap.xml and no 404.html.");
  return 0;
}

/** The command: takes its arguments, prints to `output`, resolves to its exit code. */
export function main(args: string[], output: Output): Promise<number> {
  return runCommand("npm run docs --", output, () => write(args, output));
}
