import type { TestableRuleId } from "../../generated/rules.ts";
import type { Choice } from "../config/library-options.ts";
import { Mistake } from "../config/location.ts";
import { at } from "../config/validate-library-options.ts";
import { UsageError } from "../results/errors.ts";
import { rulesMatching } from "../runner/select/rule-selectors.ts";
import { type Narrowing, selectRules } from "../runner/select/select-rules.ts";

/** Selects rules by the options of the library. */

/** Converts the options to those of the command line. */
export function narrowingOf({ only = [], exclude = [], ...others }: Choice): Narrowing {
  return { only, exclude, ...others };
}

/**
 * The rules to check.
 * @throws UsageError if a name matches no rule, or if no rule is left
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
