import type { RuleResult } from "../../../conformance/results/report-model.ts";
import { AccountLender } from "../../../conformance/runner/accounts/account-lender.ts";
import { ExchangeSpool } from "../../../conformance/runner/assemble/exchange-spool.ts";
import { checkServer } from "../../../conformance/runner/check-server.ts";
import { judgeRules } from "../../../conformance/runner/judge/judge-queue.ts";
import type { Target } from "../../../conformance/runner/target.ts";
import type { TestableRuleId } from "../../../generated/rules.ts";
import type { ServerAt } from "../child-processes.ts";
import { type AccountPlan, targetOf } from "./bench-target.ts";
import { doJob } from "./do-job.ts";

/** Child process: runs the suite against a server and measures time, processor time and memory. */
export interface SuiteJob extends AccountPlan {
  server: ServerAt;
  rules: TestableRuleId[];
  /** How often to judge all rules, without the start and end of a run. By default, one complete run. */
  times?: number;
}

export interface SuiteRun {
  /** From the first check to the last. */
  wallMs: number;
  /** Processor time of all threads of this process, for the same time. */
  cpuMs: number;
  exchanges: number;
  /** Number of rules by outcome. */
  outcomes: Record<string, number>;
  /** Median, as the run measured it; null if it did not. */
  roundTripMs: number | null;
  /** Peak memory of the process. */
  peakMiB: number;
}

doJob(async ({ server, rules, times, ...plan }: SuiteJob): Promise<SuiteRun> => {
  const target = targetOf(server, plan, "bench");
  if (times !== undefined) return repeatedly(target, rules, times);
  const spool = ExchangeSpool.make();
  let began = process.cpuUsage();
  const { timing, results, clock } = await checkServer(target, rules, {
    only: [],
    ...(spool && { spool }),
    onReady: () => {
      began = process.cpuUsage();
    },
  });
  const [roundTripMs] = clock.roundTripMs;
  return { wallMs: timing.durationMs, ...counted(results), ...used(began), roundTripMs };
});

/** Judges all rules several times, and keeps all results as a run with that many rules would. */
async function repeatedly(target: Target, rules: TestableRuleId[], times: number): Promise<SuiteRun> {
  const results: RuleResult[] = [];
  const spool = ExchangeSpool.make();
  const lender = new AccountLender(target);
  const began = process.cpuUsage();
  const start = performance.now();
  const all = Array.from({ length: times }, () => rules).flat();
  await judgeRules(lender, target, all, (result) => results.push(spool?.store(result) ?? result));
  const wallMs = performance.now() - start;
  const run = { wallMs, ...counted(results), ...used(began), roundTripMs: null };
  await lender.close();
  return run;
}

function counted(results: readonly RuleResult[]): Pick<SuiteRun, "exchanges" | "outcomes"> {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of results) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return { exchanges: results.reduce((sum, { exchanges }) => sum + exchanges.length, 0), outcomes };
}

function used(began: NodeJS.CpuUsage): Pick<SuiteRun, "cpuMs" | "peakMiB"> {
  const { user, system } = process.cpuUsage(began);
  return { cpuMs: (user + system) / 1000, peakMiB: process.resourceUsage().maxRSS / 1024 };
}
