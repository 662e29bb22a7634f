import { join } from "node:path";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { comparisonMarkdown, comparisonText } from "../../report/render-comparison.ts";
import { compareServers, type ServerRun } from "../../results/compare-servers.ts";
import { Unusable } from "../../results/errors.ts";
import { writeText } from "../../results/write-report.ts";
import { print, say } from "../ci-log.ts";
import { EXIT } from "../exit-codes.ts";
import { removeFormer } from "../former-reports.ts";
import { quietly } from "../github-actions.ts";
import type { Shell } from "../shell.ts";
import { checkOne, type Prepared } from "./check-target.ts";

/** Exit codes of single servers; the first that occurs is the exit code of all. */
const WORST_FIRST = [EXIT.violated, EXIT.broken, EXIT.cutShort, EXIT.unusable];

/**
 * Checks several servers, one after another, and compares them.
 * @param folder for the comparison; each server has a folder for its report in it
 * @returns the exit code of the worst server
 * @throws Interrupted
 */
export async function checkSeveral(
  all: readonly Prepared[],
  chosen: TestableRuleId[],
  folder: string,
  shell: Shell,
): Promise<number> {
  const { env, stdout } = shell;
  await removeFormer(folder);
  const runs: ServerRun[] = [];
  const codes: number[] = [];
  for (const prepared of all) {
    const name = prepared.at.name ?? "";
    say(shell, `\n== ${name}\n`);
    try {
      const { report, code } = await checkOne(prepared, chosen);
      runs.push({ name, report, failure: null });
      codes.push(code);
    } catch (error) {
      // One unusable server does not keep the others from being checked.
      if (!(error instanceof Unusable)) throw error;
      say(shell, `sync2: ${error.message}\n`);
      runs.push({ name, report: null, failure: error.message });
      codes.push(EXIT.unusable);
    }
  }
  const comparison = compareServers(runs);
  stdout.write(quietly(`\n${comparisonText(comparison)}\n`, env));
  const written = await write(folder, shell, [
    ["comparison.json", `${JSON.stringify(comparison, null, 2)}\n`],
    ["comparison.md", comparisonMarkdown(comparison)],
  ]);
  return WORST_FIRST.find((code) => codes.includes(code)) ?? (written ? EXIT.pass : EXIT.broken);
}

async function write(
  folder: string,
  shell: Shell,
  files: readonly (readonly [string, string])[],
): Promise<boolean> {
  try {
    for (const [name, text] of files) await writeText(join(folder, name), text);
  } catch (error) {
    say(shell, `sync2: the comparison cannot be written: ${(error as Error).message}.\n`);
    return false;
  }
  print(shell, `Comparison: ${join(folder, "comparison.md")}\n`);
  return true;
}
