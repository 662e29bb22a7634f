import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { Report } from "../report/model.ts";

/** The command itself. */
export const SYNC2 = fileURLToPath(new URL("../cli/sync2.js", import.meta.url));

/** Would show up anywhere if it leaked. */
export const CANARY = "canary-7f3a9c";
export const TOKEN = `${CANARY}-{account}`;

/** Where the command runs; each file of tests has one of its own. */
export const folder = mkdtempSync(join(tmpdir(), "sync2-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Starts the command in an environment that holds nothing else. */
export function start(
  args: string[],
  env: Record<string, string> = {},
  script = SYNC2,
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

/** Runs the command. */
export function sync2(args: string[], env: Record<string, string> = {}, script = SYNC2): Promise<Ended> {
  return ended(start(args, env, script));
}

/** The report that the last run wrote. */
export function report(): Report {
  return JSON.parse(readFileSync(join(folder, "sync2-report", "report.json"), "utf8"));
}

/** True for text with a stack trace in it. */
export function hasTrace(said: string): boolean {
  return /\n\s+at /.test(said);
}
