import { rules, type StageName, type TestableRuleId } from "../../../generated/rules.ts";
import { UsageError } from "../../results/errors.ts";
import { LEAST_LEVELS, type LeastLevel } from "../../results/report-model.ts";
import { similarId } from "../../results/rule-ids.ts";
import { rulesMatching, TESTABLE } from "./rule-selectors.ts";
import { STAGE_NAMES, stageOf } from "./stages.ts";

/** How a run is narrowed. */
export interface Narrowing {
  /** Areas or rules; all when empty. */
  only: readonly string[];
  /** Areas or rules to leave out. */
  exclude?: readonly string[];
  /** The only stage to check. */
  stage?: StageName | null | undefined;
  /** The last stage to check. */
  through?: StageName | null | undefined;
  level?: LeastLevel | undefined;
}

/**
 * The rules that are to be checked.
 * @throws UsageError when a selector selects nothing, or nothing is left
 */
export function selectRules(narrowing: Narrowing): TestableRuleId[] {
  const { only, exclude = [], stage, through, level = "MAY" } = narrowing;
  if (stage && through)
    throw new UsageError("--stage and --through exclude each other. Leave one of them out.");
  const chosen = only.length === 0 ? TESTABLE : selected("--only", only);
  const without = new Set(exclude.length === 0 ? [] : selected("--exclude", exclude));
  const least = LEAST_LEVELS.indexOf(level);
  const weight = (rule: TestableRuleId) =>
    LEAST_LEVELS.indexOf(rules[rule].level.replace(" NOT", "") as LeastLevel);
  const inStage = (rule: TestableRuleId) => {
    if (stage) return stageOf(rule) === stage;
    return !through || STAGE_NAMES.indexOf(stageOf(rule)) <= STAGE_NAMES.indexOf(through);
  };
  const left = chosen.filter((rule) => !without.has(rule) && inStage(rule));
  if (left.length === 0) {
    throw new UsageError(`No rule remains for ${narrowedTo(narrowing).join(", ")}. Narrow the run less.`);
  }
  const weighty = left.filter((rule) => weight(rule) <= least);
  if (weighty.length > 0) return weighty;
  throw new UsageError(`--level ${level}: none of the chosen rules has this level or a greater one.`);
}

/** The last stage whose operations a run uses; null where it is not narrowed to stages. */
export function lastStage({ stage, through }: Narrowing): StageName | null {
  return stage ?? through ?? null;
}

/** Notes on selectors that use the former id of a rule. */
export function renamings({ only, exclude = [] }: Narrowing): string[] {
  const renamed = (option: string, selectors: readonly string[]) =>
    rulesMatching(selectors).renamed.map(([was, now]) => `${option} ${was}: is now called ${now}`);
  return [...renamed("--only", only), ...renamed("--exclude", exclude)];
}

/** How a report names the narrowing: areas, rules, stages, exclusions, and the level if it excludes rules. */
export function narrowedTo({ only, exclude = [], stage, through, level = "MAY" }: Narrowing): string[] {
  return [
    ...only,
    ...(stage ? [`stage ${stage}`] : []),
    ...(through ? [`through ${through}`] : []),
    ...exclude.map((selector) => `without ${selector}`),
    ...(level === "MAY" ? [] : [`level ${level}`]),
  ];
}

function selected(option: string, selectors: readonly string[]): TestableRuleId[] {
  const { chosen, unknown } = rulesMatching(selectors);
  const [first] = unknown;
  if (first === undefined) return chosen;
  const similar = similarId(first);
  const hint = similar ? ` Did you mean "${similar}"?` : "";
  throw new UsageError(
    `${option} ${unknown.join(", ")}: no rule has this id or area.${hint} "sync2 rules" lists them.`,
  );
}
