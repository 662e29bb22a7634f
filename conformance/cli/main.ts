import pc from "picocolors";
import { EXIT } from "./exit.ts";
import { processShell } from "./shell.ts";
import { broke, sync2 } from "./sync2.ts";

// A reader that has seen enough, such as `head`, is no reason to fail.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

// What nobody waits for any more, such as a check that was given up: no exit code of a verdict may come of it.
process.on("uncaughtException", (error) => {
  process.stderr.write(`${broke(error)}\n`);
  process.exit(EXIT.broken);
});

process.exitCode = await sync2(process.argv.slice(2), processShell(pc.isColorSupported));
