import type { RuleResult } from "../../../conformance/results/report-model.ts";
import { AccountLender } from "../../../conformance/runner/accounts/account-lender.ts";
import { ExchangeSpool } from "../../../conformance/runner/assemble/exchange-spool.ts";
import { checkServer } from "../../../conformance/runner/check-server.ts";
import { judgeRules } from "../../../conformance/runner/judge/judge-queue.ts";
import type { Target } from "../../../conformance/runner/target.ts";
import type { TestableRuleId } from "../../../generated/rules.ts";
import type { ServerAt } from "../children.ts";
import { doJob } from "./job.ts";
import { type Places, targetOf } from "./target.ts";

export interface SuiteJob extends Places {
  server: ServerAt;
  rules: TestableRuleId[];
  /** How often the list of rules is gone through, with nothing before and after it; left out: once, as a run does. */
  times?: number;
}

export interface SuiteRun {
  /** From the first check to the last. */
  wallMs: number;
  /** Of this process with all its threads, for the same time. */
  cpuMs: number;
  exchanges: number;
  /** Rules by outcome. */
  outcomes: Record<string, number>;
  /** Median, as the run measured it; null where it did not. */
  roundTripMs: number | null;
  /** The most memory that the process ever had. */
  peakMiB: number;
}

doJob(async ({ server, rules, times, ...places }: SuiteJob): Promise<SuiteRun> => {
  const target = targetOf(server, places, "bench");
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

/** Keeps all results, as a run with that many rules would. */
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
