import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { isUsageError, type Output, UsageError } from "../run-command.ts";
import { type Outcome, respect, workflowFile, workflowNames } from "./run-respect.ts";

const HELP = `Runs the workflows of spec/workflows against a server, by \`redocly respect\`:

  SYNC2_TOKEN=… npx tsx tools/workflows/main.ts <endpoint> [workflow …]

  <endpoint>   URL of one account; what it holds will be overwritten and deleted.
               {account} in it and in SYNC2_TOKEN becomes a new name.
  workflow     ${workflowNames().join(", ")};
               all where none is named

Options:
  --message <endpoint>  URL of an account for which a message waits, with the same token;
                        read-message is left out without it
  --help                show this

Exit code: 0 when all passed, 1 when one failed, 2 when nothing could be run.`;

/** The only workflow that needs what no client can bring about. */
const MESSAGE = "read-message";

async function run(args: string[], token: string | undefined, output: Output): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { message: { type: "string" }, help: { type: "boolean", default: false } },
  });
  if (values.help) {
    output.log(HELP);
    return 0;
  }
  const [endpoint, ...named] = positionals;
  if (!endpoint) throw new UsageError("Which endpoint?");
  if (!token) throw new UsageError("SYNC2_TOKEN is not set.");
  const names =
    named.length > 0 ? named : workflowNames().filter((name) => name !== MESSAGE || values.message);
  const unknown = names.filter((name) => !workflowNames().includes(name));
  if (unknown.length > 0) throw new UsageError(`There is no workflow ${unknown.join(", ")}.`);

  const account = `workflows-${randomBytes(4).toString("hex")}`;
  const filled = (text: string) => text.replaceAll("{account}", account);
  const inputs = { token: filled(token), client: account };
  const at = async (target: string, chosen: string[]): Promise<Outcome[]> => {
    if (chosen.length === 0) return [];
    const { outcomes } = await respect({
      files: chosen.map(workflowFile),
      endpoint: filled(target),
      inputs,
    });
    return outcomes;
  };
  const ordinary = names.filter((name) => name !== MESSAGE);
  const message = names.filter((name) => name === MESSAGE);
  const outcomes = [...(await at(endpoint, ordinary)), ...(await at(values.message ?? endpoint, message))];
  for (const { file, passed, steps, failures } of outcomes) {
    const [word, where] = passed ? ["pass", `${steps.length} steps`] : ["FAIL", `at ${steps.at(-1)}`];
    output.log(`${word}  ${basename(file)}  ${where}`);
    for (const failure of failures) output.log(`      ${failure}`);
  }
  return outcomes.every(({ passed }) => passed) ? 0 : 1;
}

/** The command: takes its arguments and the token, prints to `output`, resolves to its exit code. */
export async function main(args: string[], token: string | undefined, output: Output): Promise<number> {
  try {
    return await run(args, token, output);
  } catch (error) {
    output.error((error as Error).message);
    if (isUsageError(error)) output.error("See `npx tsx tools/workflows/main.ts --help`.");
    return 2;
  }
}
