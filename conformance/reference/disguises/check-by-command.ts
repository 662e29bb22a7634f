/** Checks a server by the command `sync2 check`, as its owner would. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Report } from "../../results/report-model.ts";
import { configurationFor } from "../check-configuration.ts";
import type { Running } from "../server.ts";
import type { DisguiseName } from "./index.ts";

const SYNC2 = fileURLToPath(new URL("../../cli/sync2.js", import.meta.url));

/** The exit code, output and report of a run. */
export interface CheckRun {
  code: number | null;
  /** Standard output and standard error. */
  output: string;
  report: Report;
}

/**
 * Runs `sync2 check` in a process of its own, with all scenarios and Hawk.
 * @param folder an existing folder for configuration and report
 * @param args more arguments for `sync2 check`
 * @param options more environment variables, and the command if it is not the one of the sources
 * @throws Error with the output of the command if it wrote no report
 */
export async function checkByCommand(
  server: Running,
  folder: string,
  args: string[] = [],
  { environment = {}, command = SYNC2 }: { environment?: Record<string, string>; command?: string } = {},
): Promise<CheckRun> {
  const config = join(folder, "sync2.json");
  await writeFile(config, JSON.stringify(configurationFor(server)));
  const report = join(folder, "sync2-report");
  // Otherwise a run that writes no report would leave the report of an earlier run.
  await rm(report, { recursive: true, force: true });
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [command, "check", "--config", config, "--report", report, ...args], {
    cwd: folder,
    env: { PATH, NO_COLOR: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const output = `${out}${err}`;
  const written = await readFile(join(report, "report.json"), "utf8").catch(() => "");
  if (written === "") throw new Error(`sync2 check ended with ${child.exitCode}: ${output}`);
  return { code: child.exitCode, output, report: JSON.parse(written) };
}

/** Seconds for an exchange: a busy machine is slow, and no answer is lost for that. */
const PATIENCE = "120";

/** Arguments with which a server in these disguises is checked in reasonable time, however busy the machine. */
export function argumentsFor(names: readonly DisguiseName[]): string[] {
  // Tens of thousands of round trips pass only side by side.
  return ["--timeout", PATIENCE, ...(names.includes("latency") ? ["--concurrency", "64"] : [])];
}
