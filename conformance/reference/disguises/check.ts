import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Report } from "../../results/report-model.ts";
import { configurationFor } from "../configuration-file.ts";
import type { Running } from "../server.ts";
import type { DisguiseName } from "./index.ts";

const SYNC2 = fileURLToPath(new URL("../../cli/sync2.js", import.meta.url));

/** What came of a run of the suite. */
export interface Run {
  code: number | null;
  /** What it said beside the report. */
  said: string;
  report: Report;
}

/**
 * Checks a server as its owner would: by the command, in a process of its own, all scenarios and Hawk included.
 * @param folder where configuration and report go; it exists
 * @param args more arguments for `sync2 check`
 * @param options more variables for it, and the command where it is not the one of the sources
 * @throws Error that says what the command said when it wrote no report
 */
export async function checkByCommand(
  server: Running,
  folder: string,
  args: string[] = [],
  { environment = {}, command = SYNC2 }: { environment?: Record<string, string>; command?: string } = {},
): Promise<Run> {
  const config = join(folder, "sync2.json");
  await writeFile(config, JSON.stringify(configurationFor(server)));
  const report = join(folder, "sync2-report");
  // That of an earlier run would be taken for one of this run, if this one came to none.
  await rm(report, { recursive: true, force: true });
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [command, "check", "--config", config, "--report", report, ...args], {
    cwd: folder,
    env: { PATH, NO_COLOR: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const said = `${out}${err}`;
  const written = await readFile(join(report, "report.json"), "utf8").catch(() => "");
  if (written === "") throw new Error(`sync2 check ended with ${child.exitCode}: ${said}`);
  return { code: child.exitCode, said, report: JSON.parse(written) };
}

/** Arguments with which a server in these disguises is checked in reasonable time. */
export function argumentsFor(names: readonly DisguiseName[]): string[] {
  // Tens of thousands of round trips pass only side by side.
  return names.includes("latency") ? ["--concurrency", "64"] : [];
}
