/** Links to rules, alone or grouped by outcome. */
import { html } from "hono/html";
import { badge, fragment, type Markup } from "./markup.ts";
import { OUTCOME_STYLES } from "./outcome-style.ts";
import { type PageContext, styleOfRule } from "./page-context.ts";

/** Links the id of a rule to its entry on this page, or else to its page in the documentation. */
export function ruleLink(rule: string, { byRule, pageOf }: PageContext): Markup {
  const entry = byRule.get(rule);
  const href = entry === undefined ? pageOf(rule) : fragment(entry.rule);
  return href === null ? html`<code>${rule}</code>` : html`<a href="${href}">${rule}</a>`;
}

/** Links to rules, grouped by style, the most urgent first. */
export function rulesByStyle(rules: readonly string[], context: PageContext): Markup {
  const groups = OUTCOME_STYLES.map((style) => ({
    style,
    links: rules
      .filter((rule) => styleOfRule(rule, context) === style)
      .map((rule) => ruleLink(rule, context)),
  }));
  return html`<ul class="failures">${groups.flatMap(({ style, links }) =>
    links.length > 0
      ? [html`<li data-outcome="${style}">${badge(style)} ${links.map((link) => html`${link} `)}</li>`]
      : [],
  )}</ul>`;
}
