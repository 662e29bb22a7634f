// The command `npm run docs`: builds the documentation site and checks its links.
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import manifest from "../../package.json" with { type: "json" };
import { type Output, runCommand } from "../run-command.ts";
import { parseBaseUrl } from "./base-url.ts";
import { buildSite, writeSite } from "./build-site.ts";
import { deadLinks } from "./links/dead-links.ts";
import { loadReferenceRun, type ReferenceRun } from "./reference-run.ts";

const ROOT = join(import.meta.dirname, "../..");

const HELP = `Builds the documentation in generated/docs/: open index.html in it.

The pages of the rules show exchanges of a run on the reference server. This run takes most of the time.

Usage: npm run docs

Options:
  --run <file>    a saved run to use; if the file is missing, the command makes a run and saves it there
                  (default: SYNC2_DOCS_RUN)
  --out <folder>  the folder to write, whose contents are deleted first (default: generated/docs)
  --base <url>    the URL of the site: adds sitemap.xml and 404.html, which need whole URLs
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

/** Rules that the reference server did not pass, e.g. on a busy machine. They have no correct exchange to show. */
function notPassed({ report }: ReferenceRun): string[] {
  return report.results.filter(({ outcome }) => outcome !== "passed").map(({ rule }) => rule);
}

async function buildDocs(args: string[], output: Output): Promise<number> {
  const { run: file, out, base, help } = parse(args);
  if (help) {
    output.log(HELP);
    return 0;
  }
  const baseOption: { base?: URL } = base === undefined ? {} : { base: parseBaseUrl(base) };
  const run = await loadReferenceRun(file, output.log);
  if (Object.keys(run.notes).length === 0)
    output.log(
      "This run has no log of assertions, so the pages of the rules do not show what each check asserts.",
    );
  const withoutExchange = notPassed(run);
  if (withoutExchange.length > 0)
    output.error(`Rules without a correct exchange in this run: ${withoutExchange.join(", ")}.`);
  const files = await buildSite({ run, version: manifest.version, ...baseOption });
  await writeSite(files, resolve(out));
  const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  const shownFolder = relative(process.cwd(), resolve(out)) || ".";
  output.log(`Wrote ${files.length} files, ${Math.round(bytes / 1024)} KiB, to ${shownFolder}/index.html.`);
  const deadLinkProblems = deadLinks(files, baseOption.base);
  for (const problem of deadLinkProblems) output.error(`Dead link: ${problem}`);
  if (withoutExchange.length + deadLinkProblems.length > 0) return 1;
  if (base === undefined) output.log("Without --base there is no sitemap.xml and no 404.html.");
  return 0;
}

/** Runs the command with its arguments, prints to `output` and resolves to the exit code. */
export function main(args: string[], output: Output): Promise<number> {
  return runCommand("npm run docs --", output, () => buildDocs(args, output));
}
