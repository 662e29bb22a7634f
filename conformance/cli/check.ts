import { join } from "node:path";
import { type RuleId, rules, type TestableRuleId } from "../../generated/rules.ts";
import { Lab } from "../engine/lab.ts";
import { preflight } from "../engine/preflight.ts";
import { byArea, select, TESTABLE } from "../engine/select.ts";
import type { Target } from "../engine/target.ts";
import { publicToken } from "../reference/authenticate.ts";
import { startReference } from "../reference/server.ts";
import { renderHtml } from "../report/html.ts";
import { writeJson, writeText } from "../report/json.ts";
import type { Report } from "../report/model.ts";
import { createProgress } from "../report/progress.ts";
import { renderSummary } from "../report/terminal.ts";
import { assemble } from "../run/assemble.ts";
import { run } from "../run/run.ts";
import { EXIT, UsageError } from "./exit.ts";
import { readTarget, referenceTarget, type TargetOptions } from "./target.ts";

export interface CheckOptions extends TargetOptions {
  /** Areas or rules; all when empty. */
  only: string[];
  /** Folder of the report. */
  report: string;
  color: boolean;
}

/**
 * `sync2 check`: checks a server, prints the verdict and writes the report.
 * @returns the exit code
 * @throws UsageError, Unusable
 */
export async function check(endpoint: string | undefined, options: CheckOptions): Promise<number> {
  const chosen = chooseRules(options.only);
  const target = readTarget(endpoint, options, process.env);
  if (target) return checkTarget(target, chosen, options);
  const server = await startReference();
  try {
    return await checkTarget(
      referenceTarget(server.endpoint, publicToken("{account}"), options),
      chosen,
      options,
    );
  } finally {
    await server.close();
  }
}

function chooseRules(only: string[]): TestableRuleId[] {
  if (only.length === 0) return [...TESTABLE];
  const { chosen, unknown } = select(only);
  if (unknown.length === 0) return chosen;
  throw new UsageError(
    `--only ${unknown.join(", ")}: no rule has this id or area. "sync2 rules" lists them.`,
  );
}

async function checkTarget(target: Target, chosen: TestableRuleId[], options: CheckOptions): Promise<number> {
  const lab = new Lab(target);
  await preflight(lab).finally(() => lab.close());

  const startedAt = new Date();
  process.stderr.write(`Checking ${target.endpoint || `${target.accounts.length} accounts`}\n`);
  const areas = Object.fromEntries([...byArea(chosen)].map(([area, all]) => [area, all.length]));
  const progress = createProgress(process.stderr, chosen.length, { color: options.color, areas });
  const results = await run(target, chosen, (result) => progress.result(result)).finally(() =>
    progress.stop(),
  );
  const report = assemble(results, { target, only: options.only, startedAt });
  await writeReports(report, options);
  return exitCode(report);
}

async function writeReports(report: Report, { report: folder, color }: CheckOptions): Promise<void> {
  const sentences: Record<RuleId, { text: string; place: string }> = rules;
  const page = join(folder, "index.html");
  await writeJson(report, join(folder, "report.json"));
  await writeText(page, renderHtml(report, sentences));
  const columns = process.stdout.columns ?? 110;
  process.stdout.write(`${renderSummary(report, sentences, { color, columns })}\nReport: ${page}\n`);
}

function exitCode({ verdict }: Report): number {
  if (verdict === "pass") return EXIT.pass;
  return verdict === "fail" ? EXIT.violated : EXIT.broken;
}
