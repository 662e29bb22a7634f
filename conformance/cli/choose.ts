import { rules, type TestableRuleId } from "../../generated/rules.ts";
import { select, TESTABLE } from "../engine/select.ts";
import { LEAST_LEVELS, type LeastLevel } from "../report/model.ts";
import { similarId } from "../report/rule-ids.ts";
import { UsageError } from "./exit.ts";

/** How a run is narrowed. */
export interface Narrowing {
  /** Areas or rules; all when empty. */
  only: readonly string[];
  level?: LeastLevel | undefined;
}

/**
 * The rules that are to be checked.
 * @throws UsageError when a selector selects nothing
 */
export function chooseRules({ only, level = "MAY" }: Narrowing): TestableRuleId[] {
  const chosen = only.length === 0 ? [...TESTABLE] : selected(only);
  const least = LEAST_LEVELS.indexOf(level);
  const weight = (rule: TestableRuleId) =>
    LEAST_LEVELS.indexOf(rules[rule].level.replace(" NOT", "") as LeastLevel);
  const left = chosen.filter((rule) => weight(rule) <= least);
  if (left.length > 0) return left;
  throw new UsageError(`--level ${level}: none of the chosen rules has this level or a greater one.`);
}

/** What is to be said of names of old. */
export function renamings(only: readonly string[]): string[] {
  return select(only).renamed.map(([was, now]) => `--only ${was}: is now called ${now}`);
}

/** What a report says of it: areas, rules, and the level where it leaves something out. */
export function narrowedTo({ only, level = "MAY" }: Narrowing): string[] {
  return [...only, ...(level === "MAY" ? [] : [`level ${level}`])];
}

function selected(only: readonly string[]): TestableRuleId[] {
  const { chosen, unknown } = select(only);
  const [first] = unknown;
  if (first === undefined) return chosen;
  const similar = similarId(first);
  const hint = similar ? ` Did you mean "${similar}"?` : "";
  throw new UsageError(
    `--only ${unknown.join(", ")}: no rule has this id or area.${hint} "sync2 rules" lists them.`,
  );
}
