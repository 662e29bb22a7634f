import type { Baseline, RuleResult, Violation } from "../../../../conformance/results/model.ts";
import { plural } from "../../../../conformance/results/text.ts";
import { isBinding, isSeenBroken } from "../../../../conformance/results/verdict.ts";
import { type Rule, rules } from "../../../../generated/rules.ts";
import { RULE_GLYPHS, RULE_WORDS, type RuleLook, ruleLook } from "../looks.ts";
import { badge, el, told } from "./dom.ts";

/** A rule of the document; undefined for one that it does not have. */
export function ruleOf(id: string): Rule | undefined {
  return Object.hasOwn(rules, id) ? rules[id as keyof typeof rules] : undefined;
}

export function lookOfRule(
  id: string,
  outcomes: ReadonlyMap<string, RuleResult>,
  baseline: Baseline | null,
): RuleLook {
  return ruleLook(outcomes.get(id), baseline, ruleOf(id)?.untestable === undefined);
}

/** Glyph and word of a rule's outcome. */
export function ruleBadge(look: RuleLook): HTMLElement {
  return badge(RULE_GLYPHS[look], RULE_WORDS[look]);
}

/** A violated SHOULD fails no run, and does not look as if it did. */
export function toneOf(look: RuleLook, result: RuleResult | undefined): string {
  if (result === undefined || look === "known" || !isSeenBroken(result.outcome)) return look;
  return isBinding(result.level) ? look : "warning";
}

/** The id as a link to the page of the rule, where the site has one. */
export function ruleLink(id: string): HTMLElement {
  if (ruleOf(id) === undefined) return el("code", { class: "id" }, told(id));
  return el("a", { class: "id", href: `rules/${encodeURIComponent(id)}.html` }, id);
}

function evidence({ expected, got, curl, script, exchange }: Violation): HTMLElement {
  const steps = script ?? [];
  const repeat =
    curl === null && steps.length === 0
      ? null
      : el(
          "details",
          {},
          el("summary", {}, "How to repeat it"),
          steps.length > 0 ? el("pre", {}, steps.map(told).join("\n")) : null,
          curl === null ? null : el("pre", {}, told(curl)),
        );
  return el(
    "div",
    { class: "evidence" },
    el(
      "dl",
      {},
      el("div", {}, el("dt", {}, "Expected"), el("dd", {}, told(expected))),
      el("div", {}, el("dt", {}, "Got"), el("dd", {}, told(got))),
    ),
    exchange === null ? null : el("p", { class: "dim" }, `Exchange ${told(exchange)}`),
    repeat,
  );
}

/** Whether a reason says no more than what was expected and what came. */
function isSaid(reason: string, violation: Violation | null): boolean {
  return violation !== null && reason === `expected ${violation.expected}; got ${violation.got}`;
}

/** Why a rule is not among the passed ones: reason, what was expected and what came; null for a passed one. */
export function why(result: RuleResult | undefined, baseline: Baseline | null): HTMLElement | null {
  if (result === undefined || result.outcome === "passed") return null;
  const { rule, reason, violation, exchanges } = result;
  const accepted = baseline?.known.find((failure) => failure.rule === rule);
  return el(
    "div",
    { class: "why" },
    reason === null || isSaid(reason, violation) ? null : el("p", { class: "reason" }, told(reason)),
    accepted
      ? el("p", {}, `Accepted: ${told(accepted.reason)} (${told(accepted.expires ?? "no end")})`)
      : null,
    violation === null ? null : evidence(violation),
    violation === null && exchanges.length > 0
      ? el("p", { class: "dim" }, `${plural(exchanges.length, "exchange")} in the report`)
      : null,
  );
}
