import { Command, CommanderError } from "commander";
import pc from "picocolors";
import manifest from "../../package.json" with { type: "json" };
import { addBaseline } from "./commands/baseline.ts";
import { addCheck } from "./commands/check.ts";
import { addConfig } from "./commands/config.ts";
import { addInit } from "./commands/init.ts";
import { addJudge } from "./commands/judge.ts";
import { addReplay } from "./commands/replay.ts";
import { addReport } from "./commands/report.ts";
import { addRules } from "./commands/rules.ts";
import { addServe } from "./commands/serve.ts";
import type { Shell } from "./commands/shell.ts";
import { EXIT, UsageError } from "./exit.ts";

// A reader that has seen enough, such as `head`, is no reason to fail.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

const program = new Command("sync2")
  .description("Checks servers of the Sync 2.0 storage protocol, rule by rule.")
  .version(manifest.version)
  .option("--no-color", "no colours")
  .exitOverride()
  .showHelpAfterError('("sync2 --help" lists what there is)');

const useColor = () => program.opts<{ color: boolean }>().color && pc.isColorSupported;
const exit = (code: number) => {
  process.exitCode = code;
};

const shell: Shell = { useColor, exit };
addCheck(program, shell);
addConfig(program, shell);
addInit(program);
addBaseline(program, shell);
addReplay(program, shell);
addJudge(program, shell);
addReport(program, shell);
addRules(program, shell);
addServe(program);

// What nobody waits for any more, such as a check that was given up: no exit code of a verdict may come of it.
process.on("uncaughtException", (error) => {
  process.stderr.write(`${broke(error)}\n`);
  process.exit(EXIT.broken);
});

try {
  await program.parseAsync();
} catch (error) {
  exit(await explainFailure(error));
}

/** Says what went wrong and gives the exit code for it; a mistake of the user's shows no stack trace. */
async function explainFailure(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.usage;
  const { Unusable } = await import("../engine/preflight.ts");
  const { Interrupted } = await import("../run/interrupted.ts");
  const { message } = error as Error;
  if (error instanceof UsageError) {
    process.stderr.write(`sync2: ${message}\n`);
    return EXIT.usage;
  }
  if (error instanceof Unusable) {
    const { quietly } = await import("./actions.ts");
    // It may repeat what a server said.
    process.stderr.write(quietly(`sync2: ${message}\n`, process.env));
    return EXIT.unusable;
  }
  if (error instanceof Interrupted) return EXIT.interrupted;
  process.stderr.write(`${broke(error)}\n`);
  return EXIT.broken;
}

function broke(error: unknown): string {
  return `sync2: the suite itself broke; please report this.\n${(error as Error).stack ?? error}`;
}
