import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Runs commands of this project in Node processes and measures their time and memory. */

// Without the last slash of the URL of a folder.
const ROOT = resolve(fileURLToPath(new URL("../..", import.meta.url)));
/** The command, which runs the sources. */
export const SYNC2 = join(ROOT, "conformance/cli/sync2.js");

/** The document as one file. */
export const DOCUMENT = join(ROOT, "generated/openapi.json");

/**
 * Builds the command as users install it, near the modules that it needs.
 * @returns its file
 */
export async function packagedCommand(): Promise<string> {
  // Loaded late: it brings the compiler.
  const { buildPackage } = await import("../package/build-package.ts");
  const out = join(ROOT, "node_modules/.cache/sync2-bench");
  buildPackage(ROOT, out);
  return join(out, "conformance/cli/main.js");
}

/** Interval of the measurements of memory. */
const MEASURE_EVERY_MS = 100;

/** The result of a command. */
export interface RunResult {
  code: number | null;
  output: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  wallMs: number;
  /** Peak memory of the process and its descendants; null if the system does not report it. */
  peakMiB: number | null;
}

/** Runs Node with these arguments to its end. */
export async function runNode(
  args: readonly string[],
  {
    env = {},
    cwd = ROOT,
    watch = false,
  }: { env?: Record<string, string>; cwd?: string; watch?: boolean } = {},
): Promise<RunResult> {
  const { PATH = "", HOME = "" } = process.env;
  // Output goes to a file, because a program that calls process.exit may lose output in a pipe.
  const folder = await mkdtemp(join(tmpdir(), "sync2-bench-output-"));
  const file = await open(join(folder, "output"), "w+");
  const startedAt = Date.now();
  const start = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH, HOME, NO_COLOR: "1", ...env },
    stdio: ["ignore", file.fd, file.fd],
  });
  let peak: number | null = null;
  const measure = () => {
    const now = memoryOf(child.pid as number);
    if (now !== null) peak = Math.max(peak ?? 0, now);
  };
  const timer = watch ? setInterval(measure, MEASURE_EVERY_MS) : undefined;
  const [code] = (await once(child, "exit")) as [number | null];
  const wallMs = performance.now() - start;
  clearInterval(timer);
  await file.close();
  const output = await readFile(join(folder, "output"), "utf8");
  await rm(folder, { recursive: true, force: true });
  return { code, output, startedAt, wallMs, peakMiB: peak };
}

/** MiB in memory of a process and its descendants; null if the system has no /proc. */
function memoryOf(pid: number): number | null {
  try {
    const parents = new Map<number, number[]>();
    for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
      const parent = parentOf(Number(name));
      if (parent !== null) parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    }
    const family = [pid];
    for (const member of family) family.push(...(parents.get(member) ?? []));
    return family.reduce((sum, member) => sum + residentOf(member), 0) / 1024;
  } catch {
    return null;
  }
}

function parentOf(pid: number): number | null {
  const found = /\nPPid:\s+(\d+)/.exec(status(pid))?.[1];
  return found === undefined ? null : Number(found);
}

function residentOf(pid: number): number {
  return Number(/\nVmRSS:\s+(\d+)/.exec(status(pid))?.[1] ?? 0);
}

/** The status of a process in /proc; empty if it has ended. */
function status(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}
