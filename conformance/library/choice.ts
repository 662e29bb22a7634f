import type { TestableRuleId } from "../../generated/rules.ts";
import { chooseRules } from "../cli/choose.ts";
import { Mistake } from "../cli/config/place.ts";
import { select } from "../engine/select.ts";
import type { Choice } from "./options.ts";
import { at } from "./validate.ts";

/**
 * The rules that are to be checked.
 * @throws UsageError when nothing is chosen by one of the names, or by all of them
 */
export function chosenRules({ only = [], level }: Choice): TestableRuleId[] {
  const { unknown } = select(only);
  if (unknown.length > 0) {
    throw new Mistake(at("only"), `no rule has the id or area ${unknown.join(", ")}.`);
  }
  return chooseRules({ only, level });
}
