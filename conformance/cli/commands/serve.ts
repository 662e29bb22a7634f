/** The command `sync2 serve`: starts the reference server. */
import type { Command } from "commander";
import { filled, whole } from "../option-values.ts";
import type { CommandShell } from "../shell.ts";

export function addServe(program: Command, shell: CommandShell): void {
  program
    .command("serve")
    .summary("run the reference server")
    .description("Runs the reference server until it is interrupted. Accounts are made on the fly.")
    .option("--port <number>", "0 for any free port", whole(0, 65535), 8000)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--data <file>", "SQLite file that keeps the data (default: in memory)", filled)
    .option("--write-config <file>", "write a configuration for sync2 check, all scenarios included", filled)
    .addHelpText(
      "after",
      "\nEnvironment:\n  SYNC2_TOKEN      the token of an account, with {account} in it (reference-{account})\n",
    )
    .action(async (options) => {
      const { serve } = await import("../serve-reference.ts");
      await serve(options, shell);
    });
}
