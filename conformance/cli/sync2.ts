import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { Interrupted, Unusable, UsageError } from "../results/errors.ts";
import { visible } from "../results/format-text.ts";
import { say } from "./ci-log.ts";
import { addBaseline } from "./commands/baseline.ts";
import { addCheck } from "./commands/check.ts";
import { addCompare } from "./commands/compare.ts";
import { addConfig } from "./commands/config.ts";
import { addDocs } from "./commands/docs.ts";
import { addInit } from "./commands/init.ts";
import { addJudge } from "./commands/judge.ts";
import { addReplay } from "./commands/replay.ts";
import { addReport } from "./commands/report.ts";
import { addRules } from "./commands/rules.ts";
import { addServe } from "./commands/serve.ts";
import { broke } from "./crash-message.ts";
import { EXIT } from "./exit-codes.ts";
import type { CommandShell, Shell } from "./shell.ts";
import { refusalOf } from "./system-errors.ts";

/** Commands that read files of strangers: any error may quote them. */
const READERS: ReadonlySet<string> = new Set(["baseline", "compare", "judge", "replay", "report"]);

/**
 * Runs the `sync2` command.
 * @param args what follows the name of the command
 * @returns the exit code, as `EXIT` lists them
 */
export async function sync2(args: readonly string[], shell: Shell): Promise<number> {
  let code: number = EXIT.pass;
  const program = makeProgram(shell, (given) => {
    code = given;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    return explainFailure(error, program.args[0] ?? "", shell);
  }
}

/**
 * The command line of `sync2`. It throws a CommanderError where commander would exit.
 * @param exit receives the exit code of the command
 */
export function makeProgram(shell: Shell, exit: (code: number) => void): Command {
  const program: Command = new Command("sync2")
    .description("Checks servers of the Sync 2.0 storage protocol, rule by rule.")
    .version(manifest.version)
    .option("--no-color", "no colours")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => shell.stdout.write(text),
      writeErr: (text) => say(shell, text),
      getOutHelpWidth: () => shell.stdout.columns ?? 80,
      getErrHelpWidth: () => shell.stderr.columns ?? 80,
      getOutHasColors: () => shell.color,
      getErrHasColors: () => shell.color,
    })
    .showHelpAfterError('("sync2 --help" lists commands and options)');
  const useColor = () => program.opts<{ color: boolean }>().color && shell.color;
  const commandShell: CommandShell = { ...shell, useColor, exit };
  addCheck(program, commandShell);
  addConfig(program, commandShell);
  addInit(program, commandShell);
  addBaseline(program, commandShell);
  addReplay(program, commandShell);
  addJudge(program, commandShell);
  addReport(program, commandShell);
  addCompare(program, commandShell);
  addRules(program, commandShell);
  addDocs(program, commandShell);
  addServe(program, commandShell);
  return program;
}

/** Prints what went wrong and returns the exit code. A mistake of the user shows no stack trace. */
async function explainFailure(error: unknown, command: string, shell: Shell): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.usage;
  const { message } = error as Error;
  if (error instanceof UsageError) {
    // The message may quote a file.
    say(shell, `sync2: ${visible(message, { lines: true })}\n`);
    return EXIT.usage;
  }
  if (error instanceof Unusable) {
    // The message may quote a server.
    say(shell, `sync2: ${message}\n`);
    return EXIT.unusable;
  }
  if (error instanceof Interrupted) return EXIT.interrupted;
  lament(error, shell, command);
  return EXIT.broken;
}

/**
 * Prints why the command has no verdict. If even that cannot be printed, only the exit code tells.
 * @param command the command that failed
 */
export function lament(error: unknown, shell: Pick<Shell, "stderr" | "env">, command: string): void {
  const refusal = refusalOf(error);
  try {
    say(shell, refusal === null ? broke(error, READERS.has(command), shell.env) : `sync2: ${refusal}.\n`);
  } catch {}
}
