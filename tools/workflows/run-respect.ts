import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs workflows (Arazzo descriptions) with `redocly respect`. */

const BIN = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");
const ROOT = join(import.meta.dirname, "../..");
const EXTENSION = ".arazzo.yaml";

/** The folder of the workflows. */
export const WORKFLOWS = join(ROOT, "spec/workflows");

/** The names of all workflows, without the extension of their files. */
export function workflowNames(): string[] {
  const files = readdirSync(WORKFLOWS).filter((file) => file.endsWith(EXTENSION));
  return files.map((file) => file.slice(0, -EXTENSION.length)).sort();
}

export function workflowFile(name: string): string {
  return join(WORKFLOWS, name + EXTENSION);
}

export interface RespectOptions {
  /** Absolute paths of Arazzo descriptions, whose operations are in a source named `sync2`. */
  files: string[];
  /** URL of one account, which the workflows write to and delete from. */
  endpoint: string;
  /** Inputs of the workflows by name. Redocly masks those of the format `password`. */
  inputs: Record<string, string>;
  /** Environment variables for Redocly, in addition to those of this process. */
  env?: Record<string, string>;
}

/** The result of one file. */
export interface Outcome {
  file: string;
  passed: boolean;
  /** The performed steps, with the failed one. */
  steps: string[];
  /** A line for each failed check, which begins with its step. */
  failures: string[];
}

export interface RespectRun {
  /** In the order of the files. */
  outcomes: Outcome[];
  /** The output of Redocly. */
  output: string;
}

/** The part of `redocly respect --json-output` that is read here. */
interface Report {
  files: Record<string, { executedWorkflows: { status: string; executedSteps: Step[] }[] }>;
}

interface Step {
  stepId: string;
  checks: { passed: boolean; name: string; condition?: string; message: string }[];
}

/**
 * Runs workflows against a server.
 * @throws Error if Redocly does not report for every file whether it passed
 */
export async function respect({ files, endpoint, inputs, env = {} }: RespectOptions): Promise<RespectRun> {
  const folder = mkdtempSync(join(tmpdir(), "respect-"));
  const report = join(folder, "report.json");
  try {
    const limits = ["--max-fetch-timeout=10000", "--execution-timeout=60000"];
    const server = JSON.stringify({ sync2: endpoint });
    const { status, output } = await redocly(
      ["respect", ...files, `--server=${server}`, `--json-output=${report}`, ...limits],
      // Other users of the machine can see arguments, but not the environment.
      { REDOCLY_CLI_RESPECT_INPUT: JSON.stringify(inputs), ...env },
    );
    const outcomes = readReport(report, files, output);
    if (outcomes.every(({ passed }) => passed) !== (status === 0)) {
      throw new Error(`redocly respect ended with ${status}, its report says otherwise:\n${output}`);
    }
    return { outcomes, output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readReport(path: string, files: string[], output: string): Outcome[] {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw new Error(`redocly respect ran nothing:\n${output}`);
  }
  return files.map((file) => {
    const workflows = report.files[file]?.executedWorkflows ?? [];
    const steps = workflows.flatMap(({ executedSteps }) => executedSteps);
    if (steps.length === 0) throw new Error(`redocly respect performed no step of ${file}:\n${output}`);
    return {
      file,
      passed: workflows.every(({ status }) => status === "success"),
      steps: steps.map(({ stepId }) => stepId),
      failures: steps.flatMap(({ stepId, checks }) =>
        checks
          .filter(({ passed }) => !passed)
          .map(({ name, condition, message }) => `${stepId}: ${name}: ${condition ?? message.trim()}`),
      ),
    };
  });
}

/** Runs Redocly without blocking, unlike `runRedocly`, because the server may run in this process. */
function redocly(
  args: string[],
  env: Record<string, string>,
): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      REDOCLY_TELEMETRY: "off",
      REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
      NO_COLOR: "1",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 90_000,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (status) => resolve({ status, output }));
  });
}
