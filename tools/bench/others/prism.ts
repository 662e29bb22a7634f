import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SuiteRun } from "../child/suite.ts";
import { inChild } from "../children.ts";
import { DOCUMENT } from "../processes.ts";
import { freePort, startNeighbours } from "./neighbours.ts";
import type { Tool } from "./tool.ts";

/** It reads the document first. */
const LONGEST_START_MS = 60_000;

export const prism: Tool = {
  name: "Prism proxy",
  use: "validates, as a proxy, what the check of the broken rule sends and gets: it sends nothing itself",
  packages: ["@stoplight/prism-cli@5.16.0"],
  isByRule: true,
  async prepare(folder) {
    const port = await freePort();
    const neighbours = await startNeighbours(port);
    const bin = join(folder, "node_modules/@stoplight/prism-cli/dist/index.js");
    const upstream = `http://127.0.0.1:${neighbours.backPort}`;
    const child = spawn(
      process.execPath,
      [bin, "proxy", DOCUMENT, upstream, "--port", String(port), "--host", "127.0.0.1"],
      { cwd: folder, stdio: "ignore" },
    );
    const close = async () => {
      neighbours.close();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill();
      await gone;
    };
    try {
      await untilUp(port, () => child.exitCode);
    } catch (error) {
      await close();
      throw error;
    }
    return {
      async look(server, rule) {
        const began = performance.now();
        const job = { server: neighbours.before(server), rules: [rule] };
        // Of a broken server the suite may refuse to check anything, which is no complaint of Prism's.
        const failure = await inChild<SuiteRun>("suite", job).then(
          () => null,
          (error: Error) => error,
        );
        const { complaints, exchanges } = neighbours.told();
        if (failure && exchanges === 0) throw failure;
        return { complaints, exchanges, wallMs: performance.now() - began };
      },
      close,
    };
  },
};

/** @throws Error when it ended, or did not begin to listen */
async function untilUp(port: number, ended: () => number | null): Promise<void> {
  const end = performance.now() + LONGEST_START_MS;
  while (performance.now() < end) {
    if (ended() !== null) throw new Error(`Prism ended with ${ended()} before it listened`);
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
    if (answer) return;
    await sleep(200);
  }
  throw new Error("Prism did not begin to listen");
}
