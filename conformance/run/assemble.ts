import manifest from "../../package.json" with { type: "json" };
import { coverage } from "../contract/coverage.ts";
import { DOCUMENT_VERSION } from "../contract/document.ts";
import { TESTABLE } from "../engine/select.ts";
import { makesAccounts, type Target } from "../engine/target.ts";
import { REPORT_SCHEMA } from "../report/json.ts";
import type { Clock, Report, RuleResult } from "../report/model.ts";
import { isComplete, summarise, verdict } from "../report/verdict.ts";

/** What a report says beside its results. */
export interface Circumstances {
  target: Target;
  /** Areas or rules the run was narrowed to; empty for none. */
  only: string[];
  startedAt: Date;
  clock: Clock;
}

/** Makes the report of a run that has just ended. */
export function assemble(results: RuleResult[], { target, only, startedAt, clock }: Circumstances): Report {
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
    coverage: coverage(results, TESTABLE),
    random: { seed: target.seed, effort: target.effort },
    clock,
    baseline: null,
    timing: {
      durationMs: Date.now() - startedAt.getTime(),
      exchanges: results.reduce((sum, { exchanges }) => sum + exchanges.length, 0),
    },
    results,
  };
}
