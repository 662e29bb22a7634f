import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import manifest from "../../../package.json" with { type: "json" };

/** Packs the project and installs the package into new projects, for tests. */

export const ROOT = join(import.meta.dirname, "../../..");
const CONSUMER = join(import.meta.dirname, "consumer");

/** The oldest and the newest supported version of Node with long-term support. */
export const NODES = ["20", "24"] as const;

export interface ProcessResult {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a program to its end. */
export async function run(
  [program, ...args]: [string, ...string[]],
  { cwd = ROOT, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<ProcessResult> {
  // Leaves out the variables of Vitest and npm, which a consumer would not have.
  const { PATH, HOME } = process.env;
  const child = spawn(program, args, { cwd, env: { PATH, HOME, NO_COLOR: "1", ...env } });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, out, err };
}

/**
 * Runs a program that must succeed.
 * @returns its standard output
 */
async function runOrThrow(command: [string, ...string[]], cwd?: string): Promise<string> {
  const { code, out, err } = await run(command, cwd ? { cwd } : {});
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}:\n${out}\n${err}`);
  return out;
}

/** The project of a user, with the package installed. */
export interface Installed {
  folder: string;
  tarball: string;
  /** Octets of the tarball, and its files. */
  size: number;
  files: string[];
  remove(): void;
}

/** The `prepack` script of package.json. */
const PREPACK = "npm run docs && tsx tools/package/main.ts";

/** Packs the project. If the gate has already built the documentation, only runs the second half of `prepack`. */
async function pack(folder: string): Promise<string> {
  const command = ["npm", "pack", "--json", "--pack-destination", folder] as const;
  if (process.env.SYNC2_DOCS_SITE === undefined) return runOrThrow([...command]);
  if (manifest.scripts.prepack !== PREPACK) throw new Error(`prepack is no longer ${PREPACK}`);
  await runOrThrow(["npx", "tsx", "tools/package/main.ts"]);
  return runOrThrow([...command, "--ignore-scripts"]);
}

/** Packs the project and installs the package with the tools of a user: Vitest, TypeScript and the types of Node. */
export async function install(): Promise<Installed> {
  const folder = mkdtempSync(join(tmpdir(), "sync2-package-"));
  const packed = await pack(folder);
  const [{ filename, size, files }] = JSON.parse(packed.slice(packed.indexOf("[\n")));
  const tarball = join(folder, filename);
  const { vitest, typescript } = manifest.devDependencies;
  const types = manifest.devDependencies["@types/node"];
  const devDependencies = { vitest, typescript, "@types/node": types };
  const own = { private: true, type: "module", dependencies: { "sync2-protocol": `file:${tarball}` } };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...own, devDependencies }));
  await runOrThrow(["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"], folder);
  cpSync(CONSUMER, folder, { recursive: true });
  const paths = (files as { path: string }[]).map(({ path }) => path);
  return {
    folder,
    tarball,
    size,
    files: paths,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A project with only the package and its dependencies. */
export interface EmptyProject {
  folder: string;
  remove(): void;
}

/** Installs the package as for a user who only needs the command. */
export async function installInEmptyProject(tarball: string): Promise<EmptyProject> {
  const folder = mkdtempSync(join(tmpdir(), "sync2-bare-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  await runOrThrow(
    ["npm", "install", "--omit=dev", "--no-audit", "--no-fund", "--prefer-offline", tarball],
    folder,
  );
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Installs a version of Node from its npm package.
 * @returns the path of its program
 */
export async function installNode(version: string): Promise<string> {
  const path = await runOrThrow([
    "npx",
    "--yes",
    `--package=node@${version}`,
    "--",
    "node",
    "-p",
    "process.execPath",
  ]);
  return path.trim();
}

/** Environment variables that make `node` this program. */
export function pathWithNode(node: string): NodeJS.ProcessEnv {
  return { PATH: [dirname(node), process.env.PATH].join(delimiter) };
}

/** The names in a folder, without node_modules. */
export function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name !== "node_modules")
    .sort();
}
