/** The data that the parts of the HTML page share: rules, styles, sentences, links. */
import { type Rule, rules } from "../../../generated/rules.ts";
import type { RuleSentences } from "../../results/format-exchange.ts";
import type { Baseline, Level, Report, RuleResult } from "../../results/report-model.ts";
import { currentId } from "../../results/rule-ids.ts";
import { type OutcomeStyle, styleOf } from "./outcome-style.ts";

/** A rule as the page shows it. */
export interface RuleOnPage {
  /** The id in the report, which is also the id of the element. */
  rule: string;
  level: Level;
  style: OutcomeStyle;
  /** null for a rule of the document without a result. */
  result: RuleResult | null;
}

/** Data that a page needs in addition to its report. */
export interface PageOptions {
  /** Rule texts by id; a rule without one is shown by its id alone. */
  sentences: RuleSentences;
  /** URL of a rule's page in the documentation; null for none. */
  pageOf: (rule: string) => string | null;
  /** Whether the page also shows rules without a result. */
  isWhole?: boolean;
}

/** Data that every part of the page can use. */
export interface PageContext extends PageOptions {
  baseline: Baseline | null;
  entries: readonly RuleOnPage[];
  /** Entries by the current ids of their rules. */
  byRule: ReadonlyMap<string, RuleOnPage>;
}

/** Rules of the document without a result. */
function missing(isThere: (rule: string) => boolean): RuleOnPage[] {
  return Object.entries<Rule>(rules).flatMap(([rule, { level, untestable }]): RuleOnPage[] =>
    isThere(rule)
      ? []
      : [{ rule, level, style: untestable === undefined ? "notRun" : "uncheckable", result: null }],
  );
}

/** Collects the data that the parts of the page use. */
export function pageContext({ results, baseline }: Report, surroundings: PageOptions): PageContext {
  const judged = results.map((result): RuleOnPage => {
    const { rule, level } = result;
    return { rule, level, style: styleOf(result, baseline), result };
  });
  const nameOf = ({ rule }: RuleOnPage) => currentId(rule) ?? rule;
  const named = new Set(judged.map(nameOf));
  const entries = surroundings.isWhole ? [...judged, ...missing((rule) => named.has(rule))] : judged;
  return {
    ...surroundings,
    baseline,
    entries,
    byRule: new Map(entries.map((entry) => [nameOf(entry), entry])),
  };
}

/** The sentence of a rule, also by a former id; undefined if there is none. */
export function sentenceOf(rule: string, { sentences }: PageContext): RuleSentences[string] | undefined {
  const name = currentId(rule) ?? rule;
  return Object.hasOwn(sentences, name) ? sentences[name] : undefined;
}

/** The style of a rule of the document, on the page or not. */
export function styleOfRule(rule: string, { byRule }: PageContext): OutcomeStyle {
  const { untestable }: Partial<Rule> = Object.hasOwn(rules, rule) ? rules[rule as keyof typeof rules] : {};
  return byRule.get(rule)?.style ?? (untestable === undefined ? "notRun" : "uncheckable");
}
