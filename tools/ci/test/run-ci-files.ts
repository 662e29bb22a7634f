import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "yaml";

/** Runs the GitHub action and the GitLab job as their runners do, for tests. */

const ROOT = join(import.meta.dirname, "../../..");

/** Reads a file of tools/ci. */
export function ciFile(name: string): string {
  return readFileSync(join(ROOT, "tools/ci", name), "utf8");
}

interface Step {
  id?: string;
  uses?: string;
  shell?: string;
  run?: string;
  env?: Record<string, string>;
}

/** The parts of the composite action that the tests read. */
export interface Action {
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { description: string; value: string }>;
  runs: { steps: Step[] };
}

export const action: Action = parse(ciFile("action.yml"));

/** The job of the GitLab template. */
export const job: { script: string[] } = parse(ciFile("gitlab.yml"))[".sync2"];

/** Makes the project of a user, which depends on the package, in a temporary folder. */
export function makeProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "sync2-ci-"));
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  symlinkSync(ROOT, join(folder, "node_modules/sync2-protocol"));
  symlinkSync("../sync2-protocol/conformance/cli/sync2.js", join(folder, "node_modules/.bin/sync2"));
  return folder;
}

export interface ProcessResult {
  code: number | null;
  /** Standard output and standard error. */
  said: string;
}

/** Runs a shell script in a folder, with these environment variables only. */
export async function runBash(
  flags: string[],
  script: string,
  cwd: string,
  env: Record<string, string>,
): Promise<ProcessResult> {
  const { PATH = "", HOME = "" } = process.env;
  // Offline, so that npx runs the package of the project.
  const given = { PATH, HOME, NO_COLOR: "1", npm_config_offline: "true", ...env };
  const child = spawn("bash", [...flags, "-c", script], { cwd, env: given });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, said: out + err };
}

/** Runs the "check" step of the action as GitHub does, with these inputs and the defaults of the others. */
export async function runAction(
  folder: string,
  inputs: Record<string, string>,
  env: Record<string, string> = {},
): Promise<ProcessResult & { outputs: Record<string, string>; summary: string }> {
  const step = action.runs.steps.find(({ id }) => id === "check");
  if (!step?.run) throw new Error("action.yml has no step called check");
  const fill = (text: string) =>
    text.replaceAll(
      /\$\{\{ inputs\.([a-z-]+) \}\}/g,
      (_, name) => inputs[name] ?? action.inputs[name]?.default ?? "",
    );
  const filled = Object.entries(step.env ?? {}).map(([name, expression]) => [name, fill(expression)]);
  const files = {
    GITHUB_OUTPUT: join(folder, "output.txt"),
    GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
  };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const github = { GITHUB_ACTIONS: "true", ...files };
  const ended = await runBash(["--noprofile", "--norc", "-eo", "pipefail"], fill(step.run), folder, {
    ...env,
    ...github,
    ...Object.fromEntries(filled),
  });
  const lines = readFileSync(files.GITHUB_OUTPUT, "utf8").trimEnd().split("\n");
  const outputs = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2)));
  return { ...ended, outputs, summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8") };
}

/** Runs the script of the GitLab job as its runner does. */
export function runJob(folder: string, variables: Record<string, string>): Promise<ProcessResult> {
  return runBash(["-eo", "pipefail"], job.script.join("\n"), folder, variables);
}
