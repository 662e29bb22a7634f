import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { folder, useFolder } from "../support/command.ts";
import { isRunning, server, vanished } from "../support/server-commands.ts";

useFolder();

describe("a server ends with the process that started it", () => {
  const MODULE = new URL("../../runner/server/server-command.ts", import.meta.url).href;
  const TSX = fileURLToPath(new URL("../../../node_modules/tsx/dist/loader.mjs", import.meta.url));

  async function owner(then: string): Promise<{ child: ChildProcess; pid: number }> {
    const command = await server("console.log(process.pid); serve(200)");
    const log = join(folder, `owner-${new URL(command.readyUrl).port}.mts`);
    writeFileSync(
      log,
      `import { startServer } from ${JSON.stringify(MODULE)};
       const command = ${JSON.stringify({
         ...command,
         command: [
           process.execPath,
           "-e",
           (command.command[2] as string).replace(
             "console.log(process.pid)",
             `require("node:fs").writeFileSync(${JSON.stringify(`${log}.pid`)}, String(process.pid))`,
           ),
           ...command.command.slice(3),
         ],
       })};
       const running = await startServer(command, { redact: (text) => text });
       console.log("ready");
       ${then}`,
    );
    const child = spawn(process.execPath, ["--import", TSX, log], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout as NodeJS.ReadableStream, "data");
    const pid = Number(readFileSync(`${log}.pid`, "utf8"));
    expect(isRunning(pid)).toBe(true);
    return { child, pid };
  }

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("by %s", async (signal) => {
    const { child, pid } = await owner("setInterval(() => {}, 1000);");
    child.kill(signal);
    const [code, by] = await once(child, "exit");
    expect({ code, by }).toEqual({ code: null, by: signal });
    await vanished(pid);
  });

  test("by its own end, and by an error", async () => {
    for (const then of ["process.exit(5);", "throw new Error('broken');"]) {
      const { child, pid } = await owner(`setTimeout(() => { ${then} }, 300);`);
      await once(child, "exit");
      await vanished(pid);
    }
  });

  test("but not while somebody else takes care of the signal", async () => {
    const { child, pid } = await owner(`
      process.once("SIGINT", () => setTimeout(async () => { await running.stop(null); process.exit(130); }, 700));
      setInterval(() => {}, 1000);`);
    child.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isRunning(pid)).toBe(true);
    const [code] = await once(child, "exit");
    expect(code).toBe(130);
    await vanished(pid);
  });
});
