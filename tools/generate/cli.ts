import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Output } from "../run-command.ts";
import { SpecError } from "./bundle.ts";
import { generate, staleFiles, write } from "./generate.ts";

const ROOT = join(import.meta.dirname, "../..");

const HELP = `Makes generated/ from spec/:

  openapi.json            the document in one file, what may answer any request in each operation
  openapi.annotated.json  the same with its rules in its descriptions
  api.ts                  its types
  rules.ts                its numbered rules
  config.ts               the type of the configuration, from conformance/config/config.schema.json

Usage: npm run generate                write the files
       npm run generate -- --check     write nothing; exit 1 when a file is not what the spec makes of it

Options:
  --spec <file>   the document, instead of spec/openapi.yaml
  --out <folder>  where the files are, instead of generated/
  --help          show this

The spec is not linted here, \`npm run lint\` does that.`;

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
    output.log(`${names} in ${folder} are what the spec makes of them.`);
    return 0;
  }
  for (const name of stale) output.error(`${join(folder, name)} is not what the spec makes of it.`);
  output.error("Run `npm run generate` and commit the result.");
  return 1;
}

/**
 * The command: takes its arguments, prints to `output`, resolves to its exit code.
 * Mistakes in the spec or the arguments are for people to read; anything else is a bug and keeps its stack.
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
