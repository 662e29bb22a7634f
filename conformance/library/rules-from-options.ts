import type { TestableRuleId } from "../../generated/rules.ts";
import type { Choice } from "../config/library-options.ts";
import { Mistake } from "../config/location.ts";
import { at } from "../config/validate-library-options.ts";
import { UsageError } from "../results/errors.ts";
import { rulesMatching } from "../runner/select/rule-selectors.ts";
import { type Narrowing, selectRules } from "../runner/select/select-rules.ts";

/** What a program chose, as the command line has it. */
export function narrowingOf({ only = [], exclude = [], ...others }: Choice): Narrowing {
  return { only, exclude, ...others };
}

/**
 * The rules that are to be checked.
 * @throws UsageError when nothing is chosen by one of the names, or by all of them
 */
export function chosenRules(choice: Choice): TestableRuleId[] {
  for (const key of ["only", "exclude"] as const) {
    const { unknown } = rulesMatching(choice[key] ?? []);
    if (unknown.length > 0) {
      throw new Mistake(at(key), `no rule has the id or area ${unknown.join(", ")}.`);
    }
  }
  if (choice.stage && choice.through) {
    throw new UsageError(`${at()}: "stage" and "through" exclude each other. Leave one of them out.`);
  }
  return selectRules(narrowingOf(choice));
}
