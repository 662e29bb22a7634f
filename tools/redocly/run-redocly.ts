import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

/** Runs the command line of Redocly. */

const BIN = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");

/** The result of `redocly`: its exit code (0 if nothing is wrong) and both streams. */
export interface RedoclyRun {
  status: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs the command line in a new process, because Redocly has no importable interface.
 * @param cwd the folder to which relative paths in arguments and messages refer
 */
export function runRedocly(args: string[], cwd: string): RedoclyRun {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { status, stdout, stderr };
}
