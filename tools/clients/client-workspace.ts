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

/** Makes a temporary folder with the tools of other projects, to test the document with them. */

const ROOT = join(import.meta.dirname, "../..");
const TEMPLATE = join(import.meta.dirname, "workspace");
/** Outside node_modules, so that the 300 MB survive `npm ci`. Only the outer tests need them. */
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "sync2-clients");

/** A folder with the tools and the bundled document. */
export interface Workspace {
  folder: string;
  /**
   * Runs a program of the folder to its end.
   * @returns its standard output
   * @throws Error with its output if it fails
   */
  run(script: string, ...args: string[]): Promise<string>;
  remove(): void;
}

/** Makes a workspace. Installs its packages once for each version of its lockfile. */
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
  // Installs into a temporary folder, so that an interrupted installation does not look complete. Removes older ones.
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const making = mkdtempSync(join(CACHE, "making-"));
  for (const name of ["package.json", "package-lock.json"]) cpSync(join(TEMPLATE, name), join(making, name));
  await output(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], making);
  renameSync(making, folder);
  return folder;
}

async function output([program, ...args]: [string, ...string[]], cwd: string): Promise<string> {
  // Leaves out the variables of npm and Vitest.
  const { PATH, HOME } = process.env;
  const child = spawn(program, args, { cwd, env: { PATH, HOME, NO_COLOR: "1" } });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  if (child.exitCode !== 0)
    throw new Error(`${program} ${args.join(" ")} ended with ${child.exitCode}:\n${out}\n${err}`);
  return out;
}
