import type { TestableRuleId } from "../../../generated/rules.ts";
import type { Scenario } from "../protocol.ts";
import type { Target } from "../target.ts";
import { scenarioOf } from "./scenario-of-rule.ts";

/** The rules that are checked in each scenario, for scenarios that have a target. */
export async function rulesByScenario(
  target: Target,
  chosen: readonly TestableRuleId[],
): Promise<Map<Scenario, TestableRuleId[]>> {
  const found = new Map<Scenario, TestableRuleId[]>();
  if (Object.keys(target.scenarios).length === 0) return found;
  // Loaded late, because only a run with scenarios needs the checks here.
  const { checks } = await import("../../checks/index.ts");
  for (const rule of chosen) {
    const scenario = scenarioOf(rule, checks[rule], target);
    if (scenario !== null && target.scenarios[scenario]) {
      found.set(scenario, [...(found.get(scenario) ?? []), rule]);
    }
  }
  return found;
}
