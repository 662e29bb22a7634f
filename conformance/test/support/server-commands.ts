/** Commands that start small servers. */
import { expect } from "vitest";
import type { ServerCommand } from "../../runner/server/server-command.ts";
import { closedPort } from "./servers.ts";

/** A server of a few lines: `serve(status)` answers everything at the port, after a while. */
const SERVE = `
  const { createServer } = require("node:http");
  const [port] = process.argv.slice(1);
  const serve = (status) => createServer((_, response) => response.writeHead(status).end()).listen(port, "127.0.0.1");
`;

/** A command that starts such a server at a port of its own. */
export async function server(script: string, more: Partial<ServerCommand> = {}): Promise<ServerCommand> {
  const origin = await closedPort();
  const command = [process.execPath, "-e", SERVE + script, new URL(origin).port] as const;
  return { command, readyUrl: `${origin}/`, timeoutMs: 20_000, env: {}, cwd: null, ...more };
}

/** True while a process is there. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits until a process is gone; the test fails by its timeout where that never comes. */
export async function vanished(pid: number): Promise<void> {
  expect(pid).toBeGreaterThan(1);
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}
