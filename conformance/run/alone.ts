import type { TestableRuleId } from "../../generated/rules.ts";
import type { Halt } from "../engine/halt.ts";
import { judge } from "../engine/judge.ts";
import { Lab } from "../engine/lab.ts";
import { inspectPlace } from "../engine/preflight.ts";
import { isDead, type Target } from "../engine/target.ts";
import type { RuleResult } from "../results/model.ts";
import { checkOf } from "./order.ts";
import { judgeAll } from "./queue.ts";
import type { CommandStage } from "./stage.ts";
import { unjudged } from "./unjudged.ts";

type Told = (result: RuleResult) => void;

/**
 * Judges the rules of a scenario that commands bring about, while nothing else is under way.
 * @param onResult is told of each rule as it is judged
 */
export async function runAlone(
  stage: CommandStage,
  target: Target,
  chosen: readonly TestableRuleId[],
  { onResult, halt }: { onResult: Told; halt: Halt },
): Promise<RuleResult[]> {
  const { scenario } = stage;
  // Names of its own: those of the checks before it are in use already.
  const names = { names: scenario, halt, answered: true };
  const results: RuleResult[] = [];
  const told: Told = (result) => {
    results.push(result);
    onResult(result);
  };
  if (isDead(scenario)) await oneByOne(new Lab(target, { ...names, stage }), chosen, told);
  else await together(new Lab(target, names), stage, chosen, told);
  return results;
}

/** Each rule enters the scenario by itself, since its check first needs the server as it usually is. */
async function oneByOne(lab: Lab, chosen: readonly TestableRuleId[], told: Told): Promise<void> {
  for (const rule of chosen) told(await judge(rule, checkOf(rule), lab));
  await lab.close();
}

async function together(
  lab: Lab,
  stage: CommandStage,
  chosen: readonly TestableRuleId[],
  told: Told,
): Promise<void> {
  const { scenario } = stage;
  try {
    await stage.enter();
    await inspectPlace(lab, scenario);
    await judgeAll(lab, lab.place(scenario), chosen, told);
  } catch (error) {
    for (const rule of chosen) told(unjudged(rule, "broken", `set-up: ${(error as Error).message}`));
  } finally {
    await stage.leave();
    await lab.close();
  }
}
