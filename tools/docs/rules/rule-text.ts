// Makes texts about rules: paths, ids, levels and conditions.
import { html } from "hono/html";
import config from "../../../conformance/config/config.schema.json" with { type: "json" };
import type { Check } from "../../../conformance/runner/define-check.ts";
import type { Rule } from "../../../generated/rules.ts";
import type { Markup } from "../site-model.ts";

/** Path of a rule's page. */
export function rulePath(id: string): string {
  return `rules/${id}.html`;
}

/** URL of the list of rules of an area. */
export function areaHref(area: string): string {
  return `rules/index.html#${area}`;
}

/** An id in which lines may break at dots. */
export function breakable(id: string): Markup {
  return html`${id.split(".").map((part, index) => (index === 0 ? part : html`.<wbr>${part}`))}`;
}

/** Removes the backticks of a text, for places without markup. */
export function withoutBackticks(text: string): string {
  return text.replaceAll("`", "");
}

/** A level as a coloured word. */
export function levelPill(level: Rule["level"]): Markup {
  return html`<span class="level" data-level="${levelKind({ level })}">${level}</span>`;
}

/** The kind of a level; `MUST` and `MUST NOT` are one kind. */
export function levelKind({ level }: Pick<Rule, "level">): "must" | "should" | "may" {
  return (level.split(" ")[0] as string).toLowerCase() as "must" | "should" | "may";
}

const SCENARIOS: Record<string, { description: string }> = config.$defs.scenarios.properties;

/** The conditions under which a rule is checked, each as a sentence. */
export function conditions({ scenario, when }: Pick<Rule, "scenario" | "when">): string[] {
  return [
    ...(scenario === undefined
      ? []
      : [
          `It is checked in the scenario \`${scenario}\`: ${lowerFirst(SCENARIOS[scenario]?.description ?? "")} ` +
            "Without a target for that it is untested, never passed.",
        ]),
    ...(when === undefined ? [] : [`${OFFERS[when]} Otherwise it does not apply.`]),
  ];
}

const OFFERS: Record<NonNullable<Rule["when"]>, string> = {
  hawk: "It applies where the server offers authentication by Hawk.",
  bearer: "It applies where the server offers authentication by bearer tokens.",
  quota: "It applies where accounts have a quota.",
};

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The partitions and accounts of a check, in a sentence. */
export function circumstances({
  partitions,
  accounts,
  fresh,
  ordinary,
  waits,
}: Check["needs"] & object = {}): string {
  const times =
    partitions === 1 ? "The check is run once" : "The check is run for `/control` and for `/storage`";
  const plural = accounts === 2;
  const account = fresh
    ? "an account that was never written to"
    : plural
      ? "two empty accounts"
      : "an empty account";
  const beside = ordinary ? ", with one outside the scenario beside it" : "";
  return `${times}, on ${account}${beside}.${waits ? " It takes seconds, since it waits for a clock." : ""}`;
}
