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
 * What `sync2 check` prints, in colour, of a reference server whose fault breaks `rule`.
 * @param only areas or rules to check; all when empty
 */
export async function runAgainst(rule: TestableRuleId, only: readonly string[]): Promise<string> {
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
    return shown(await printed(args, publicToken("{account}")), server.endpoint, report);
  } finally {
    await server.close();
    await rm(report, { recursive: true });
  }
}

async function printed(args: string[], token: string): Promise<string> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, FORCE_COLOR: "1", SYNC2_TOKEN: token },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const part of child.stdout.setEncoding("utf8")) text += part;
  return text;
}

/** Names that differ from one run to the next, as a person would have them. */
function shown(text: string, endpoint: string, report: string): string {
  const { host } = new URL(endpoint);
  return text.replaceAll(host, "127.0.0.1:8000").replaceAll(report, "sync2-report");
}
