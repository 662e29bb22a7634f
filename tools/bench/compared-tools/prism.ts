import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SuiteRun } from "../child/run-suite.ts";
import { inChild } from "../child-processes.ts";
import { DOCUMENT } from "../run-node.ts";
import type { ComparedTool } from "./compared-tool.ts";
import { freePort, startEndpointRewriters } from "./endpoint-rewriting-proxies.ts";

/** Runs the suite through Prism's validating proxy, for the comparison of tools. */

/** Longest start of Prism, which reads the document first. */
const LONGEST_START_MS = 60_000;

export const prism: ComparedTool = {
  name: "Prism proxy",
  use: "validates, as a proxy, what the check of the broken rule sends and gets: it sends nothing itself",
  packages: ["@stoplight/prism-cli@5.16.0"],
  isByRule: true,
  async prepare(folder) {
    const port = await freePort();
    const rewriters = await startEndpointRewriters(port);
    const bin = join(folder, "node_modules/@stoplight/prism-cli/dist/index.js");
    const upstream = `http://127.0.0.1:${rewriters.backPort}`;
    const child = spawn(
      process.execPath,
      [bin, "proxy", DOCUMENT, upstream, "--port", String(port), "--host", "127.0.0.1"],
      { cwd: folder, stdio: "ignore" },
    );
    const close = async () => {
      rewriters.close();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill();
      await gone;
    };
    try {
      await untilListening(port, () => child.exitCode);
    } catch (error) {
      await close();
      throw error;
    }
    return {
      async check(server, rule) {
        const began = performance.now();
        const job = { server: rewriters.forwardTo(server), rules: [rule] };
        // The suite may refuse to check a broken server. That is not a complaint of Prism.
        const failure = await inChild<SuiteRun>("run-suite", job).then(
          () => null,
          (error: Error) => error,
        );
        const { complaints, exchanges } = rewriters.takeComplaints();
        if (failure && exchanges === 0) throw failure;
        return { complaints, exchanges, wallMs: performance.now() - began };
      },
      close,
    };
  },
};

/**
 * Waits until Prism listens.
 * @throws Error if it ended, or does not begin to listen
 */
async function untilListening(port: number, ended: () => number | null): Promise<void> {
  const end = performance.now() + LONGEST_START_MS;
  while (performance.now() < end) {
    if (ended() !== null) throw new Error(`Prism ended with ${ended()} before it listened`);
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
    if (answer) return;
    await sleep(200);
  }
  throw new Error("Prism did not begin to listen");
}
