import manifest from "../../../package.json" with { type: "json" };
import { coverageOf, coverageOfRules } from "../../contract/coverage.ts";
import { DOCUMENT_VERSION } from "../../contract/document.ts";
import { exchangesOf } from "../../results/format-exchange.ts";
import type { Clock, Exchange, Report, RuleResult } from "../../results/report-model.ts";
import { stageProgress } from "../../results/stage-progress.ts";
import { isComplete, summarise, verdict } from "../../results/verdict.ts";
import { REPORT_SCHEMA } from "../../results/write-report.ts";
import { FindingsOfRun } from "../judge/contract-findings.ts";
import { TESTABLE } from "../select/rule-selectors.ts";
import { makesAccounts, type Target } from "../target.ts";
import { AnswerStatistics } from "./answer-statistics.ts";
import { findCauses } from "./find-causes.ts";

/** What a report needs beside the results. */
export interface ReportContext {
  target: Target;
  /** Areas or rules the run was narrowed to; empty for none. */
  only: string[];
  startedAt: Date;
  clock: Clock;
}

/** Makes the report of a run that has just ended. */
export function assembleReport(
  judged: RuleResult[],
  { target, only, startedAt, clock }: ReportContext,
): Report {
  const findings = new FindingsOfRun(target.repeats);
  const answers = new AnswerStatistics();
  // One pass over all exchanges, because they are on disk.
  function* all(): Generator<Exchange, void> {
    for (const exchange of exchangesOf(judged)) {
      findings.record(exchange);
      answers.add(exchange);
      yield exchange;
    }
  }
  const rows = coverageOf(all());
  const { results, causes } = findCauses(
    judged.map((result) => findings.applyTo(result)),
    answers,
  );
  const narrowed = only.length > 0 ? only : null;
  const count = target.accounts.length;
  return {
    $schema: REPORT_SCHEMA,
    suite: { name: manifest.name, version: manifest.version, document: DOCUMENT_VERSION },
    target: {
      endpoint: target.endpoint || (target.accounts[0]?.endpoint ?? ""),
      accounts: makesAccounts(target) ? "made on the fly" : count === 1 ? "1 given" : `${count} given`,
    },
    startedAt: startedAt.toISOString(),
    only: narrowed,
    verdict: verdict(results),
    complete: isComplete(results, narrowed, TESTABLE.length),
    summary: summarise(results),
    ...(causes.length > 0 && { causes }),
    stages: stageProgress(results),
    coverage: { ...rows, rules: coverageOfRules(results, TESTABLE) },
    random: { seed: target.seed, effort: target.effort },
    clock,
    baseline: null,
    timing: {
      durationMs: Date.now() - startedAt.getTime(),
      exchanges: answers.total,
      unanswered: answers.lost,
    },
    results,
  };
}
