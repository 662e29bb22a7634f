import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { adapt } from "./adapt.ts";
import type { Certificate } from "./certificate.ts";
import type { Front } from "./fronts.ts";

export interface RunningFront {
  /** `https://localhost:PORT` */
  origin: string;
  close(): Promise<void>;
}

export interface StartOptions {
  /** As it is in the chapter. */
  configuration: string;
  /** A folder in which the front gets one of its own. */
  folder: string;
  /** The port of the server on this machine. */
  backend: number;
  certificate: Certificate;
}

/** Milliseconds between two attempts to connect, and how many there are. */
const PAUSE = 100;
const ATTEMPTS = 600;
/** Characters kept of what a front says. */
const MOST_SAID = 4000;

/**
 * Starts a front before a server, with the configuration of the chapter.
 * @throws Error where the front is not installed, refuses its configuration, or does not listen
 */
export async function startFront(front: Front, options: StartOptions): Promise<RunningFront> {
  const { configuration, backend, certificate } = options;
  const folder = join(options.folder, front.command);
  mkdirSync(folder);
  // A front that gives up the rights of root has to get there all the same.
  for (const each of [options.folder, folder]) chmodSync(each, 0o755);
  const port = await freePort();
  const site = join(folder, "site.conf");
  writeFileSync(site, adapt(configuration, { port, backend, certificate }));
  const main = front.around ? join(folder, "main.conf") : site;
  if (front.around) writeFileSync(main, front.around({ folder, site, port }));

  const child = spawn(front.command, front.args(main), { stdio: ["ignore", "pipe", "pipe"] });
  const failed = failureOf(child, front);
  try {
    await listening(port, failed);
  } catch (error) {
    await end(child);
    throw error;
  }
  return { origin: `https://localhost:${port}`, close: () => end(child) };
}

interface Failure {
  error: Error | null;
}

/** Watches whether the process ends, or never began. */
function failureOf(child: ChildProcess, { command, name }: Front): Failure {
  const failure: Failure = { error: null };
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      said = (said + chunk).slice(-MOST_SAID);
    });
  }
  child.once("error", ({ message }) => {
    failure.error = new Error(`${name} cannot be run: install ${command}, as .ci/run does (${message})`);
  });
  // Once its streams are over, all is there that it said.
  child.once("close", (code) => {
    failure.error ??= new Error(`${command} ended with ${code}: ${said}`);
  });
  return failure;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function listening(port: number, failure: Failure): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const open = await isOpen(port);
    if (failure.error) throw failure.error;
    if (open) return;
    await setTimeout(PAUSE);
  }
  throw new Error(`nothing listens on port ${port} after ${(ATTEMPTS * PAUSE) / 1000} s`);
}

function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  return new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  }).finally(() => socket.destroy());
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
