import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const BIN = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");

/** What a run of `redocly` left: its exit code (0 when nothing is wrong) and both streams. */
export interface RedoclyRun {
  status: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs the Redocly command line in a process of its own; it offers no importable interface.
 * `cwd` is the folder that relative paths in `args` and in messages refer to.
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
