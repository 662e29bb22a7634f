// Starts a front (nginx, HAProxy, Apache) before a server, for tests of the guide.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { adaptConfiguration } from "./adapt-configuration.ts";
import type { Front } from "./front-commands.ts";
import type { Certificate } from "./make-certificate.ts";

/** A front that runs, and how to end it. */
export interface RunningFront {
  /** `https://localhost:PORT` */
  origin: string;
  close(): Promise<void>;
}

/** What a front needs for its start. */
export interface StartOptions {
  /** The configuration as it is in the chapter. */
  configuration: string;
  /** A folder in which the front gets a folder that only it uses. */
  folder: string;
  /** The port of the server behind the front, on this machine. */
  backend: number;
  certificate: Certificate;
}

/** Milliseconds between two attempts to connect, and the number of attempts. */
const PAUSE = 100;
const ATTEMPTS = 600;
/** The most characters of a front's output that an error quotes. */
const MOST_OUTPUT = 4000;

/**
 * Starts a front before a server, with the configuration of the chapter, and waits until it listens.
 * @throws Error if the front is not installed, refuses its configuration, or does not listen
 */
export async function startFront(front: Front, options: StartOptions): Promise<RunningFront> {
  const { configuration, backend, certificate } = options;
  const folder = join(options.folder, front.command);
  mkdirSync(folder);
  // A front that gives up the rights of root still has to reach its folder.
  for (const path of [options.folder, folder]) chmodSync(path, 0o755);
  const port = await freePort();
  const site = join(folder, "site.conf");
  writeFileSync(site, adaptConfiguration(configuration, { port, backend, certificate }));
  const main = front.mainConfiguration ? join(folder, "main.conf") : site;
  if (front.mainConfiguration) writeFileSync(main, front.mainConfiguration({ folder, site, port }));

  const child = spawn(front.command, front.args(main), { stdio: ["ignore", "pipe", "pipe"] });
  const failure = watchForFailure(child, front);
  try {
    await untilListening(port, failure);
  } catch (error) {
    await stop(child);
    throw error;
  }
  return { origin: `https://localhost:${port}`, close: () => stop(child) };
}

/** Holds the error of a process once it has failed. */
interface Failure {
  error: Error | null;
}

/** Watches whether the process fails to start, or ends. */
function watchForFailure(child: ChildProcess, { command, name }: Front): Failure {
  const failure: Failure = { error: null };
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output = (output + chunk).slice(-MOST_OUTPUT);
    });
  }
  child.once("error", ({ message }) => {
    failure.error = new Error(`${name} cannot be run: install ${command}, as .ci/run does (${message})`);
  });
  // The output is complete once the streams have ended.
  child.once("close", (code) => {
    failure.error ??= new Error(`${command} ended with ${code}: ${output}`);
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

async function untilListening(port: number, failure: Failure): Promise<void> {
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

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
