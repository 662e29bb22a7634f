import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "../target.ts";
import { signalGroup } from "./process-group.ts";
import { outputTail } from "./process-output.ts";

/** Between the request to end and the end by force. */
const GRACE_MS = 1000;

/** A command failed: the message says how, and what it wrote. */
export class CommandFailed extends Error {}

export interface CommandOptions {
  timeoutMs: number;
  /** Removes credentials from what it wrote. */
  redact: (text: string) => string;
  /** Ends the command at once. */
  signal?: AbortSignal;
}

/**
 * Runs a command without a shell, in the current folder and environment, and waits until it ends. Processes that it
 * started, such as a server, may go on.
 * @throws CommandFailed
 */
export async function runCommand(command: Command, options: CommandOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sync2-command-"));
  try {
    const path = join(folder, "output");
    // A file, because a pipe would stay open as long as processes that the command started.
    const output = await open(path, "w");
    const end = await run(command, output.fd, options).finally(() => output.close());
    if (end === null) return;
    throw new CommandFailed(`${end}${outputTail(await readFile(path, "utf8"), options.redact)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns how it failed; null where it did not */
async function run(
  [program, ...args]: Command,
  output: number,
  { timeoutMs, signal }: Pick<CommandOptions, "timeoutMs" | "signal">,
): Promise<string | null> {
  // In a group of its own, so that all of it can be ended.
  const child = spawn(program, args, { stdio: ["ignore", output, output], detached: true });
  const kill = (by: NodeJS.Signals) => child.pid !== undefined && signalGroup(child.pid, by);
  let late = false;
  const stop = () => {
    kill("SIGTERM");
    setTimeout(() => kill("SIGKILL"), GRACE_MS).unref();
  };
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, timeoutMs);
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    const [code, by] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    if (late) return `"${program}" did not end within ${timeoutMs / 1000} s`;
    if (code === 0) return null;
    return `"${program}" ended with ${code === null ? `the signal ${by}` : `code ${code}`}`;
  } catch (error) {
    return `"${program}" cannot be run: ${(error as Error).message}`;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}
