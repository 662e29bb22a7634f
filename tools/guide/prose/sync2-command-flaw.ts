import { PassThrough } from "node:stream";
import { CommanderError } from "commander";
import type { Shell } from "../../../conformance/cli/shell.ts";
import { makeProgram } from "../../../conformance/cli/sync2.ts";
import { UsageError } from "../../../conformance/results/errors.ts";
import { selectRules } from "../../../conformance/runner/select/select-rules.ts";

/** Begins a placeholder for an area or a rule: `<rule>`. */
const PLACEHOLDER = /^</;

/** Discards all output. */
const SILENT: Shell = {
  env: {},
  stdin: new PassThrough(),
  stdout: new PassThrough().resume(),
  stderr: new PassThrough().resume(),
  color: false,
};

/**
 * Checks a command line of `sync2`: the real program parses it, with commands that do nothing.
 * @param words the words after `sync2`
 * @returns the error message; null if the command line is correct
 */
export function sync2Flaw(words: readonly string[]): string | null {
  const selectors: string[] = [];
  const program = makeProgram(SILENT, () => {});
  for (const command of program.commands) {
    command.action(() => {
      const { only = [] } = command.opts<{ only?: string[] }>();
      selectors.push(...only, ...ruleArguments(command.name(), command.args));
    });
  }
  // `sync2` alone is the name of the command.
  if (words.length === 0) return null;
  try {
    program.parse([...words], { from: "user" });
    const only = selectors.filter((name) => !PLACEHOLDER.test(name));
    if (only.length > 0) selectRules({ only });
    return null;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return null;
    if (error instanceof CommanderError || error instanceof UsageError) return error.message;
    throw error;
  }
}

function ruleArguments(command: string, args: readonly string[]): readonly string[] {
  if (command === "rules") return args;
  return command === "replay" ? args.slice(1) : [];
}
