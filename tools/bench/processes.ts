import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// Without the slash that a folder's URL ends with.
const ROOT = resolve(fileURLToPath(new URL("../..", import.meta.url)));
/** The command, which runs the sources here. */
export const SYNC2 = join(ROOT, "conformance/cli/sync2.js");

/** The document as one file. */
export const DOCUMENT = join(ROOT, "generated/openapi.json");

/** Builds the command as users install it, beside the modules that it needs. @returns its file */
export async function packagedCommand(): Promise<string> {
  // Loaded late: it brings the compiler.
  const { build } = await import("../package/build.ts");
  const out = join(ROOT, "node_modules/.cache/sync2-bench");
  build(ROOT, out);
  return join(out, "conformance/cli/main.js");
}

const LOOK_EVERY_MS = 100;

/** How a command went. */
export interface Ran {
  code: number | null;
  output: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  wallMs: number;
  /** The most memory that it had at a time with all that it started; null where the system does not tell. */
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
): Promise<Ran> {
  const { PATH = "", HOME = "" } = process.env;
  // A file, since a program that ends itself by force leaves in a pipe what nobody has read yet.
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
  const look = () => {
    const now = memoryOf(child.pid as number);
    if (now !== null) peak = Math.max(peak ?? 0, now);
  };
  const timer = watch ? setInterval(look, LOOK_EVERY_MS) : undefined;
  const [code] = (await once(child, "exit")) as [number | null];
  const wallMs = performance.now() - start;
  clearInterval(timer);
  await file.close();
  const output = await readFile(join(folder, "output"), "utf8");
  await rm(folder, { recursive: true, force: true });
  return { code, output, startedAt, wallMs, peakMiB: peak };
}

/** MiB that a process and all its descendants have in memory; null where the system has no /proc. */
function memoryOf(pid: number): number | null {
  try {
    const parents = new Map<number, number[]>();
    for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
      const parent = parentOf(Number(name));
      if (parent !== null) parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    }
    const all = [pid];
    for (const each of all) all.push(...(parents.get(each) ?? []));
    return all.reduce((sum, each) => sum + residentOf(each), 0) / 1024;
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

/** Empty for a process that ended meanwhile. */
function status(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}
