import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Output } from "../run-command.ts";
import { SpecError } from "./bundle.ts";
import { generate, staleFiles, write } from "./generate.ts";

/** The command line that writes or checks generated/. */

const ROOT = join(import.meta.dirname, "../..");

const HELP = `Makes generated/ from spec/:

  openapi.json            the document in one file, with the fallback responses in each operation
  openapi.annotated.json  the same with its rules in its descriptions
  api.ts                  its types
  rules.ts                its numbered rules
  config.ts               the type of the configuration, from conformance/config/config.schema.json

Usage: npm run generate                write the files
       npm run generate -- --check     write nothing; exit with 1 if a file is out of date

Options:
  --spec <file>   the document, instead of spec/openapi.yaml
  --out <folder>  the folder of the files, instead of generated/
  --help          show this

The command does not lint the spec: \`npm run lint\` does.`;

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      check: { type: "boolean", default: false },
      spec: { type: "string", default: join(ROOT, "spec/openapi.yaml") },
      out: { type: "string", default: join(ROOT, "generated") },
      help: { type: "boolean", default: false },
    },
  }).values;
}

async function run({ check, spec, out, help }: ReturnType<typeof parse>, output: Output): Promise<number> {
  if (help) {
    output.log(HELP);
    return 0;
  }
  const files = await generate(resolve(spec));
  const folder = relative(process.cwd(), resolve(out)) || ".";
  const names = [...files.keys()].join(", ");
  if (!check) {
    write(files, out);
    output.log(`Wrote ${names} to ${folder}.`);
    return 0;
  }
  const stale = staleFiles(files, out);
  if (stale.length === 0) {
    output.log(`${names} in ${folder} are up to date.`);
    return 0;
  }
  for (const name of stale) output.error(`${join(folder, name)} is out of date.`);
  output.error("Run `npm run generate` and commit the result.");
  return 1;
}

/**
 * Runs the command. Prints mistakes in the spec or the arguments without a stack trace; any other error is a bug.
 * @returns its exit code
 */
export async function main(args: string[], output: Output): Promise<number> {
  try {
    return await run(parse(args), output);
  } catch (error) {
    const wrongArguments = (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
    if (!(error instanceof SpecError) && !wrongArguments) throw error;
    output.error((error as Error).message);
    if (wrongArguments) output.error("See `npm run generate -- --help`.");
    return 1;
  }
}
