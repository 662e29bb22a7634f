import { PassThrough } from "node:stream";
import { CommanderError } from "commander";
import type { Shell } from "../../../conformance/cli/shell.ts";
import { makeProgram } from "../../../conformance/cli/sync2.ts";
import { UsageError } from "../../../conformance/results/errors.ts";
import { selectRules } from "../../../conformance/runner/select/select-rules.ts";

/** What stands for an area or a rule in a text about the command. */
const PLACEHOLDER = /^</;

/** Nothing that is printed is read. */
const SILENT: Shell = {
  env: {},
  stdin: new PassThrough(),
  stdout: new PassThrough().resume(),
  stderr: new PassThrough().resume(),
  color: false,
};

/**
 * What is wrong with a command line of `sync2`: its own commands parse it, and then do nothing.
 * @param words what follows `sync2`
 * @returns null where nothing is
 */
export function sync2Flaw(words: readonly string[]): string | null {
  const named: string[] = [];
  const program = makeProgram(SILENT, () => {});
  for (const command of program.commands) {
    command.action(() => {
      const { only = [] } = command.opts<{ only?: string[] }>();
      named.push(...only, ...rulesAmong(command.name(), command.args));
    });
  }
  // Alone it is the name of the command, and asks for help.
  if (words.length === 0) return null;
  try {
    program.parse([...words], { from: "user" });
    const only = named.filter((name) => !PLACEHOLDER.test(name));
    if (only.length > 0) selectRules({ only });
    return null;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return null;
    if (error instanceof CommanderError || error instanceof UsageError) return error.message;
    throw error;
  }
}

function rulesAmong(command: string, args: readonly string[]): readonly string[] {
  if (command === "rules") return args;
  return command === "replay" ? args.slice(1) : [];
}
