/** Judges the chosen rules of a target, from the first attempt to the final results. */
import type { TestableRuleId } from "../../generated/rules.ts";
import { Redactor } from "../exchange/redactor.ts";
import { Interrupted, Unusable } from "../results/errors.ts";
import { duration } from "../results/format-text.ts";
import type { RuleResult } from "../results/report-model.ts";
import type { ExchangeSpool } from "./assemble/exchange-spool.ts";
import { judgeConcurrently } from "./judge/judge-concurrently.ts";
import { unjudgedRule } from "./judge/unjudged-rule.ts";
import { SCENARIOS } from "./protocol.ts";
import { rulesByScenario } from "./select/rules-by-scenario.ts";
import { CommandSwitch } from "./server/command-switch.ts";
import { retryInconclusive } from "./settle/retry-inconclusive.ts";
import { StopSignal } from "./stop-signal.ts";
import { isSwitchedByCommands, secretsIn, type Target } from "./target.ts";

export interface RunOptions {
  /** Called with each result as soon as it is known. */
  onResult?: (result: RuleResult) => void;
  /** Called with a warning, a sentence, that does not affect results. */
  onTrouble?: (trouble: string) => void;
  /** Stops the run, which first empties its accounts and takes the server out of the scenario that a command set. */
  signal?: AbortSignal;
  /** Returns true to stop the run after this result (`--bail`). */
  isEnough?: (result: RuleResult) => boolean;
  /** Milliseconds after which the run stops; null or absent: never. */
  timeLimitMs?: number | null;
  /** Called with the reason if the run stops early. Without it, an interrupted run throws and has no results. */
  onCutShort?: (why: string) => void;
  /** Stores the exchanges on disk; without it they stay in memory. */
  spool?: ExchangeSpool;
}

/**
 * Runs the checks of these rules against a target: first all that can run concurrently, then, scenario by scenario,
 * those for which a command changes the server.
 * @returns a result for each rule, in the order given, without the findings that other checks saw: `assemble` adds them
 * @throws Interrupted
 * @throws Unusable when somebody else uses the accounts
 */
export async function runRules(
  target: Target,
  chosen: TestableRuleId[],
  { onResult = () => {}, onTrouble = () => {}, signal, isEnough = () => false, ...options }: RunOptions = {},
): Promise<RuleResult[]> {
  const { timeLimitMs = null, onCutShort, spool } = options;
  const stopSignal = new StopSignal();
  const late = () =>
    stopSignal.stop({ kind: "late", text: `its time of ${duration(timeLimitMs ?? 0)} ran out` });
  const timer = timeLimitMs === null ? undefined : setTimeout(late, timeLimitMs);
  const interrupt = () => stopSignal.stop({ kind: "interrupted", text: "it was interrupted" });
  if (signal?.aborted) interrupt();
  signal?.addEventListener("abort", interrupt);
  const report = (result: RuleResult) => {
    onResult(result);
    if (isEnough(result)) stopSignal.stop({ kind: "bail", text: `${result.rule} was ${result.outcome}` });
  };
  try {
    const results = await runAll(target, chosen, { report, onTrouble, stopSignal, spool });
    const { kind, text } = stopSignal.reason ?? {};
    if (kind === "interrupted" && !onCutShort) throw new Interrupted(text);
    if (kind === "interrupted" || kind === "late") onCutShort?.(text ?? "");
    if (kind === "shared") throw new Unusable(`${text}. The results of this run do not count: ${SHARED}`);
    return results;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", interrupt);
  }
}

const SHARED = "wait until nobody else uses the accounts, or give this run some of its own.";

interface RunContext {
  report: (result: RuleResult) => void;
  onTrouble: (trouble: string) => void;
  stopSignal: StopSignal;
  spool: ExchangeSpool | undefined;
}

async function runAll(
  target: Target,
  chosen: TestableRuleId[],
  { report, onTrouble, stopSignal, spool }: RunContext,
): Promise<RuleResult[]> {
  const groups = await rulesByScenario(target, chosen);
  const exclusive = SCENARIOS.flatMap((scenario) => {
    const at = target.scenarios[scenario];
    const rules = groups.get(scenario) ?? [];
    return at && isSwitchedByCommands(at) && rules.length > 0 ? [{ scenario, at, rules }] : [];
  });
  const exclusiveRules = new Set(exclusive.flatMap(({ rules }) => rules));
  const together = chosen.filter((rule) => !exclusiveRules.has(rule));
  const first = await judgeConcurrently(target, together, { onResult: report, stopSignal, spool });
  const found = await retryInconclusive(target, first, { onResult: report, stopSignal });

  const redactor = new Redactor(secretsIn(target, []));
  let stuck: string | null = null;
  for (const { scenario, at, rules } of exclusive) {
    if (stopSignal.reason) {
      found.push(
        ...rules.map((rule) =>
          unjudgedRule(rule, "untested", `the run was ended: ${stopSignal.reason?.text}`),
        ),
      );
      continue;
    }
    const { judgeSwitchedScenario } = await import("./judge/switched-scenario.ts");
    const scenarioSwitch: CommandSwitch = new CommandSwitch(scenario, at, { redactor, stuck });
    const leave = () => void scenarioSwitch.interrupt();
    stopSignal.signal.addEventListener("abort", leave);
    found.push(
      ...(await judgeSwitchedScenario(scenarioSwitch, target, rules, { onResult: report, stopSignal })),
    );
    stopSignal.signal.removeEventListener("abort", leave);
    if (scenarioSwitch.stuck !== null && stuck === null) onTrouble(scenarioSwitch.stuck);
    stuck = scenarioSwitch.stuck;
  }
  const byRule = new Map(found.map((result) => [result.rule, result]));
  return chosen.flatMap((rule) => byRule.get(rule) ?? []);
}
