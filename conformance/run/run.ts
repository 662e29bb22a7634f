import { type Rule, rules, type TestableRuleId } from "../../generated/rules.ts";
import { applyFindings } from "../engine/conclude.ts";
import { isStaged, SCENARIOS, type Scenario, secretsIn, type Target } from "../engine/target.ts";
import { Redactor } from "../exchange/redact.ts";
import type { RuleResult } from "../report/model.ts";
import { CommandStage } from "./stage.ts";
import { runTogether } from "./together.ts";

export interface RunOptions {
  /** Is told of each rule as it is judged. */
  onResult?: (result: RuleResult) => void;
  /** Is told, in a sentence, what did not spoil a result and has to be known all the same. */
  onTrouble?: (trouble: string) => void;
  /** Ends the run as soon as the server is out of a scenario that a command put it into. */
  signal?: AbortSignal;
}

/** The run was ended from outside. */
export class Interrupted extends Error {}

/**
 * Runs the checks of these rules against a target, several at a time; after that, one scenario after another, those
 * for which a command changes the server.
 * @returns a result for each rule, in the order given
 * @throws Interrupted
 */
export async function run(
  target: Target,
  chosen: TestableRuleId[],
  { onResult = () => {}, onTrouble = () => {}, signal }: RunOptions = {},
): Promise<RuleResult[]> {
  const stageOf = (rule: TestableRuleId) => stagedScenario(rule, target);
  const found = await unlessAborted(
    runTogether(
      target,
      chosen.filter((rule) => stageOf(rule) === null),
      onResult,
    ),
    signal,
  );
  const redactor = new Redactor(secretsIn(target, []));
  let stuck: string | null = null;
  for (const scenario of SCENARIOS) {
    const its = chosen.filter((rule) => stageOf(rule) === scenario);
    const described = target.scenarios[scenario];
    if (its.length === 0 || !described) continue;
    const { runAlone } = await import("./alone.ts");
    const stage: CommandStage = new CommandStage(scenario, described, { redactor, stuck });
    const tell = () => {
      if (stage.stuck !== null && stuck === null) onTrouble(stage.stuck);
    };
    const work = runAlone(stage, target, its, onResult);
    found.push(...(await unlessAborted(work, signal, () => stage.interrupt().then(tell))));
    tell();
    stuck = stage.stuck;
  }
  const byRule = new Map(found.map((result) => [result.rule, result]));
  return applyFindings(chosen.flatMap((rule) => byRule.get(rule) ?? []));
}

/** The scenario of a rule where a command brings it about. */
function stagedScenario(rule: TestableRuleId, { scenarios }: Target): Scenario | null {
  const { scenario }: Rule = rules[rule];
  const described = scenario && scenarios[scenario];
  return described && isStaged(described) ? scenario : null;
}

async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  leave: () => Promise<void> = async () => {},
): Promise<T> {
  if (!signal) return work;
  const aborted = new Promise<never>((_, reject) => {
    const stop = () => void leave().then(() => reject(new Interrupted("interrupted")));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  return Promise.race([work, aborted]);
}
