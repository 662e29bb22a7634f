import { Command, CommanderError } from "commander";
import { chooseRules } from "../../../conformance/cli/choose.ts";
import { addBaseline } from "../../../conformance/cli/commands/baseline.ts";
import { addCheck } from "../../../conformance/cli/commands/check.ts";
import { addConfig } from "../../../conformance/cli/commands/config.ts";
import { addInit } from "../../../conformance/cli/commands/init.ts";
import { addJudge } from "../../../conformance/cli/commands/judge.ts";
import { addReplay } from "../../../conformance/cli/commands/replay.ts";
import { addReport } from "../../../conformance/cli/commands/report.ts";
import { addRules } from "../../../conformance/cli/commands/rules.ts";
import { addServe } from "../../../conformance/cli/commands/serve.ts";
import { UsageError } from "../../../conformance/cli/exit.ts";

/** What stands for an area or a rule in a text about the command. */
const PLACEHOLDER = /^</;

/**
 * What is wrong with a command line of `sync2`: its own commands parse it, and then do nothing.
 * @param words what follows `sync2`
 * @returns null where nothing is
 */
export function sync2Flaw(words: readonly string[]): string | null {
  const named: string[] = [];
  const program = new Command("sync2")
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {} });
  program.option("--no-color");
  const shell = { useColor: () => false, exit: () => {} };
  addBaseline(program, shell);
  addCheck(program, shell);
  addConfig(program, shell);
  addInit(program);
  addJudge(program, shell);
  addReplay(program, shell);
  addReport(program, shell);
  addRules(program, shell);
  addServe(program);
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
    if (only.length > 0) chooseRules({ only });
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
