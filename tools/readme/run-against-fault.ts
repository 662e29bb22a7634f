/** Runs the check against a server with a fault, for the picture of the README. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publicToken } from "../../conformance/reference/authenticate.ts";
import { faults } from "../../conformance/reference/faults/index.ts";
import { startWith } from "../../conformance/reference/faults/matrix.ts";
import type { TestableRuleId } from "../../generated/rules.ts";

const COMMAND = join(import.meta.dirname, "../../conformance/cli/sync2.js");

/**
 * Runs `sync2 check` against the reference server with the fault of `rule`.
 * @param only areas or rules to check; all if empty
 * @returns what the command prints, in colour
 */
export async function outputForFault(rule: TestableRuleId, only: readonly string[]): Promise<string> {
  const server = await startWith(faults[rule]);
  const report = await mkdtemp(join(tmpdir(), "sync2-readme-"));
  try {
    const args = [
      "check",
      server.endpoint,
      "--report",
      report,
      ...(only.length > 0 ? ["--only", only.join(",")] : []),
    ];
    const output = await runCommand(args, publicToken("{account}"));
    return withExampleNames(output, server.endpoint, report);
  } finally {
    await server.close();
    await rm(report, { recursive: true });
  }
}

async function runCommand(args: string[], token: string): Promise<string> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, FORCE_COLOR: "1", SYNC2_TOKEN: token },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) output += chunk;
  return output;
}

/** Replaces the names that differ from run to run by those of an example. */
function withExampleNames(output: string, endpoint: string, report: string): string {
  const { host } = new URL(endpoint);
  return output.replaceAll(host, "127.0.0.1:8000").replaceAll(report, "sync2-report");
}
