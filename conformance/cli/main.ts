import pc from "picocolors";
import { EXIT } from "./exit-codes.ts";
import { processShell } from "./shell.ts";
import { lament, sync2 } from "./sync2.ts";

const shell = processShell(pc.isColorSupported);

// A reader that has seen enough, such as `head`, is no reason to fail; nor is a terminal that was closed (EIO).
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || (error.code === "EIO" && stream.isTTY)) return;
    throw error;
  });
}

// What nobody waits for any more, such as a check that was given up: no exit code of a verdict may come of it.
process.on("uncaughtException", (error) => {
  lament(error, shell, process.argv[2] ?? "");
  process.exit(EXIT.broken);
});

process.exitCode = await sync2(process.argv.slice(2), shell);
