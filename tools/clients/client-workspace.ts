import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const ROOT = join(import.meta.dirname, "../..");
const TEMPLATE = join(import.meta.dirname, "workspace");
/** Beside the cache of npm, since it outlives `npm ci`: 300 MB that nobody but the outer tests needs. */
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "sync2-clients");

/** A folder with other people's tools in it, and the bundled document. */
export interface Workspace {
  folder: string;
  /**
   * Runs a program of the folder to its end.
   * @returns what it printed
   * @throws Error with what it said when it fails
   */
  run(script: string, ...args: string[]): Promise<string>;
  remove(): void;
}

/** Makes a workspace; its packages are installed once for each state of its lockfile. */
export async function openWorkspace(): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), "sync2-clients-"));
  cpSync(TEMPLATE, folder, { recursive: true });
  for (const name of ["openapi.json", "openapi.annotated.json"])
    cpSync(join(ROOT, "generated", name), join(folder, name));
  symlinkSync(join(await installed(), "node_modules"), join(folder, "node_modules"));
  return {
    folder,
    run: (script, ...args) => output([process.execPath, script, ...args], folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function installed(): Promise<string> {
  const lock = readFileSync(join(TEMPLATE, "package-lock.json"));
  const folder = join(CACHE, createHash("sha256").update(lock).digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;
  // An installation that is interrupted leaves nothing that looks whole, and an older one is of no use.
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const making = mkdtempSync(join(CACHE, "making-"));
  for (const name of ["package.json", "package-lock.json"]) cpSync(join(TEMPLATE, name), join(making, name));
  await output(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], making);
  renameSync(making, folder);
  return folder;
}

async function output([program, ...args]: [string, ...string[]], cwd: string): Promise<string> {
  // npm and Vitest leave traces in the environment.
  const { PATH, HOME } = process.env;
  const child = spawn(program, args, { cwd, env: { PATH, HOME, NO_COLOR: "1" } });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  if (child.exitCode !== 0)
    throw new Error(`${program} ${args.join(" ")} ended with ${child.exitCode}:\n${out}\n${err}`);
  return out;
}
