import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { isUsageError, type Output, UsageError } from "../run-command.ts";
import { type Outcome, respect, workflowFile, workflowNames } from "./run-respect.ts";

/** The command line that runs the workflows of spec/workflows. */

const HELP = `Runs the workflows of spec/workflows against a server, with \`redocly respect\`:

  SYNC2_TOKEN=… npx tsx tools/workflows/main.ts <endpoint> [workflow …]

  <endpoint>   URL of one account, whose data will be overwritten and deleted.
               {account} in it and in SYNC2_TOKEN becomes a new name.
  workflow     ${workflowNames().join(", ")};
               all by default

Options:
  --message <endpoint>  URL of an account with a message, with the same token;
                        without it, read-message is left out
  --help                show this

Exit code: 0 if all passed, 1 if one failed, 2 if nothing could be run.`;

/** The only workflow that needs a message on the server, which no client can create. */
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
  const runAt = async (target: string, chosen: string[]): Promise<Outcome[]> => {
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
  const outcomes = [
    ...(await runAt(endpoint, ordinary)),
    ...(await runAt(values.message ?? endpoint, message)),
  ];
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
