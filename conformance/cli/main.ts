/** Starts the command `sync2` in this process. */
import pc from "picocolors";
import { EXIT } from "./exit-codes.ts";
import { processShell } from "./shell.ts";
import { lament, sync2 } from "./sync2.ts";

const shell = processShell(pc.isColorSupported);

// A closed pipe, as after `head`, is no failure, nor is a closed terminal (EIO).
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || (error.code === "EIO" && stream.isTTY)) return;
    throw error;
  });
}

// A rejection that nobody awaits, as of a check after its timeout: it must not end with the exit code of a verdict.
process.on("uncaughtException", (error) => {
  lament(error, shell, process.argv[2] ?? "");
  process.exit(EXIT.broken);
});

process.exitCode = await sync2(process.argv.slice(2), shell);
