import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Unusable } from "../../results/errors.ts";
import type { Command } from "../target.ts";
import { endGroup, endWithUs } from "./process-group.ts";
import { outputTail } from "./process-output.ts";
import { probe } from "./wait-for-server.ts";

/** How a server is started, and when it is ready. */
export interface ServerCommand {
  command: Command;
  /** Is asked until it is answered with a status below 500. */
  readyUrl: string;
  timeoutMs: number;
  /** Beside our own environment. */
  env: Record<string, string>;
  /** The current folder where null. */
  cwd: string | null;
}

export interface ServerOptions {
  /** Removes credentials from what the server printed. */
  redact: (text: string) => string;
  /** Ends the wait for it, and the server with it. */
  signal?: AbortSignal;
}

/** Between two looks at whether it is ready. */
const PAUSE_MS = 100;

/** A server that was started and is ready. */
export interface RunningServer {
  /** How it ended by itself, e.g. `ended with code 1`; null while it runs. */
  readonly ended: string | null;
  /**
   * Stops it, once, with all that it started, by force where it does not go.
   * @param log the file to which what it printed is written, redacted; null where nobody needs it
   */
  stop(log: string | null): Promise<void>;
}

/**
 * Starts a server without a shell, in a process group of its own, and waits until it is ready. It is ended with this
 * process too, whatever ends it, except SIGKILL.
 * @throws Unusable where it cannot be started, ends before it is ready, is not ready in time, or another server
 *   answers in its place; nothing runs then
 */
export async function startServer(server: ServerCommand, options: ServerOptions): Promise<RunningServer> {
  const { readyUrl } = server;
  if ((await probe(readyUrl, server.timeoutMs)) !== "nobody") {
    throw new Unusable(
      `server.readyUrl: something answers at ${readyUrl} before the server is started, and would be checked in its ` +
        "place. Stop it, or leave out the server command to check what runs there.",
    );
  }
  const folder = await mkdtemp(join(tmpdir(), "sync2-server-"));
  const path = join(folder, "output");
  const running = await launch(server, path, () => rmSync(folder, { recursive: true, force: true }));
  const stop = once(async (log: string | null) => {
    await running.end();
    try {
      if (log !== null) await writeFile(log, options.redact(await readFile(path, "utf8")));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
  try {
    await untilReady(server, running, options.signal);
  } catch (error) {
    await running.end();
    const output = outputTail(await readFile(path, "utf8"), options.redact);
    await stop(null);
    throw new Unusable(`server.command: ${(error as Error).message}${output}`);
  }
  return {
    get ended() {
      return running.ended;
    },
    stop,
  };
}

interface Launched {
  readonly ended: string | null;
  end(): Promise<void>;
}

/** @throws Unusable when there is no such program */
async function launch(
  { command, env, cwd }: ServerCommand,
  path: string,
  cleanUp: () => void,
): Promise<Launched> {
  const [program, ...args] = command;
  // A file, since a pipe would stay open for as long as something that the server started.
  const output = await open(path, "w");
  const child: ChildProcess = spawn(program, args, {
    stdio: ["ignore", output.fd, output.fd],
    detached: true,
    env: { ...process.env, ...env },
    ...(cwd !== null && { cwd }),
  });
  let ended: string | null = null;
  const over = new Promise<void>((resolve) => {
    child.once("error", ({ message }) => {
      ended = `"${program}" cannot be run: ${message}. Write the program and its arguments as a list; no shell reads them`;
      resolve();
    });
    child.once("exit", (code, signal) => {
      ended ??= `"${program}" ended with ${code === null ? `the signal ${signal}` : `code ${code}`}`;
      resolve();
    });
  });
  const { pid } = child;
  const release = pid === undefined ? () => {} : endWithUs(pid, cleanUp);
  await output.close();
  return {
    get ended() {
      return ended;
    },
    end: async () => {
      if (pid !== undefined) await endGroup(pid, over);
      release();
    },
  };
}

async function untilReady(
  { readyUrl, timeoutMs }: ServerCommand,
  running: Launched,
  signal: AbortSignal | undefined,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const left = end - performance.now();
    const found = left > 0 ? await probe(readyUrl, left) : "nobody";
    // Looked at after the answer: it may have been somebody else's.
    if (running.ended !== null) throw new Error(`${running.ended} before it was ready; it has to stay`);
    if (found === "ready") return;
    if (left <= 0) {
      throw new Error(
        `was not ready within ${timeoutMs / 1000} s: ${readyUrl} was not answered with a status below 500. ` +
          "Look at server.readyUrl, or give it more server.timeoutSeconds",
      );
    }
    await sleep(Math.min(PAUSE_MS, left));
  }
}

function once<Argument>(work: (argument: Argument) => Promise<void>): (argument: Argument) => Promise<void> {
  let done: Promise<void> | null = null;
  return (argument) => {
    done ??= work(argument);
    return done;
  };
}
