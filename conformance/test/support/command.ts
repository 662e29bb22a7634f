/** Runs the command, in this process or in one of its own, in a folder of the test. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, inject } from "vitest";
import type { Output, Shell } from "../../cli/shell.ts";
import { sync2 as run } from "../../cli/sync2.ts";
import type { Report } from "../../results/report-model.ts";

/** The command as it is in the sources. */
export const SYNC2 = fileURLToPath(new URL("../../cli/sync2.js", import.meta.url));

/** Would show up anywhere if it leaked. */
export const CANARY = "canary-7f3a9c";
export const TOKEN = `${CANARY}-{account}`;

/** Where the command runs in files of tests that call `useFolder`; one worker runs one file at a time. */
export const folder = mkdtempSync(join(tmpdir(), "sync2-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

/** Makes the folder the current one for the tests of a file, and empties it after them. */
export function useFolder(): void {
  let before = "";
  beforeAll(() => {
    before = process.cwd();
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(before);
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  });
}

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** A shell without a terminal, whose environment holds nothing but what is given, and what was printed to it. */
export function captured(env: NodeJS.ProcessEnv = {}): {
  shell: Shell;
  out: () => string;
  err: () => string;
} {
  const printed = { out: "", err: "" };
  const output = (name: keyof typeof printed): Output =>
    new PassThrough().on("data", (chunk) => {
      printed[name] += chunk;
    });
  const shell = { env, stdin: new PassThrough(), stdout: output("out"), stderr: output("err"), color: false };
  return { shell, out: () => printed.out, err: () => printed.err };
}

/** Runs the command in this process. */
export async function sync2(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const { shell, out, err } = captured(env);
  const code = await run(args, shell);
  return { code, out: out(), err: err() };
}

/**
 * Starts the command as a process, in an environment that holds nothing else.
 * @param script the compiled command where left out
 */
export function start(
  args: string[],
  env: Record<string, string> = {},
  script = inject("command"),
  cwd = folder,
): ChildProcess {
  const { PATH = "" } = process.env;
  return spawn(process.execPath, [script, ...args], { cwd, env: { PATH, NO_COLOR: "1", ...env } });
}

/** What a command that was started says until it ends. */
export async function ended(child: ChildProcess): Promise<Ended> {
  const { stdout, stderr } = child as { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream };
  const [out, err] = await Promise.all([text(stdout), text(stderr), once(child, "close")]);
  return { code: child.exitCode, out, err };
}

/** The report that the last run wrote. */
export function report(): Report {
  return JSON.parse(readFileSync(join(folder, "sync2-report", "report.json"), "utf8"));
}

/** True for text with a stack trace in it. */
export function hasTrace(said: string): boolean {
  return /\n\s+at /.test(said);
}
