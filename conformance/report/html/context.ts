import { type Rule, rules } from "../../../generated/rules.ts";
import type { RuleSentences } from "../../results/format-exchange.ts";
import type { Baseline, Level, Report, RuleResult } from "../../results/report-model.ts";
import { currentId } from "../../results/rule-ids.ts";
import { type OutcomeStyle, styleOf } from "./outcome-style.ts";

/** A rule as the page shows it. */
export interface Entry {
  /** As the report names it, which is the id of its element too. */
  rule: string;
  level: Level;
  look: OutcomeStyle;
  /** null for a rule of the document that the report says nothing of. */
  result: RuleResult | null;
}

/** What a page has beside its report. */
export interface PageOptions {
  /** Rule texts by id; a rule without one is shown by its id alone. */
  sentences: RuleSentences;
  /** Address of the page of a rule in the documentation; null for none. */
  pageOf: (rule: string) => string | null;
  /** Whether the rules are shown, too, of which the report says nothing. */
  isWhole?: boolean;
}

/** What the parts of the page have to know. */
export interface PageContext extends PageOptions {
  baseline: Baseline | null;
  entries: readonly Entry[];
  /** Entries by what their rules are called in this document. */
  byRule: ReadonlyMap<string, Entry>;
}

/** Rules of the document without a result. */
function missing(isThere: (rule: string) => boolean): Entry[] {
  return Object.entries<Rule>(rules).flatMap(([rule, { level, untestable }]): Entry[] =>
    isThere(rule)
      ? []
      : [{ rule, level, look: untestable === undefined ? "notRun" : "uncheckable", result: null }],
  );
}

/** Gathers what the parts of the page have to know. */
export function contextOf({ results, baseline }: Report, surroundings: PageOptions): PageContext {
  const judged = results.map((result): Entry => {
    const { rule, level } = result;
    return { rule, level, look: styleOf(result, baseline), result };
  });
  const nameOf = ({ rule }: Entry) => currentId(rule) ?? rule;
  const named = new Set(judged.map(nameOf));
  const entries = surroundings.isWhole ? [...judged, ...missing((rule) => named.has(rule))] : judged;
  return {
    ...surroundings,
    baseline,
    entries,
    byRule: new Map(entries.map((entry) => [nameOf(entry), entry])),
  };
}

/** The sentence of a rule, also under an id that it had before; undefined where there is none. */
export function sentenceOf(rule: string, { sentences }: PageContext): RuleSentences[string] | undefined {
  const name = currentId(rule) ?? rule;
  return Object.hasOwn(sentences, name) ? sentences[name] : undefined;
}

/** The look of a rule of the document, be it on the page or not. */
export function styleOfRule(rule: string, { byRule }: PageContext): OutcomeStyle {
  const { untestable }: Partial<Rule> = Object.hasOwn(rules, rule) ? rules[rule as keyof typeof rules] : {};
  return byRule.get(rule)?.look ?? (untestable === undefined ? "notRun" : "uncheckable");
}
