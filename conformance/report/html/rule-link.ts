import { html } from "hono/html";
import { type PageContext, styleOfRule } from "./context.ts";
import { badge, fragment, type Markup } from "./markup.ts";
import { OUTCOME_STYLES } from "./outcome-style.ts";

/** The id of a rule as a link to its entry on this page, or else to its page in the documentation. */
export function ruleLink(rule: string, { byRule, pageOf }: PageContext): Markup {
  const entry = byRule.get(rule);
  const href = entry === undefined ? pageOf(rule) : fragment(entry.rule);
  return href === null ? html`<code>${rule}</code>` : html`<a href="${href}">${rule}</a>`;
}

/** Rules as links, by outcome, what needs work first. */
export function rulesByLook(rules: readonly string[], context: PageContext): Markup {
  const groups = OUTCOME_STYLES.map((look) => ({
    look,
    links: rules.filter((rule) => styleOfRule(rule, context) === look).map((rule) => ruleLink(rule, context)),
  }));
  return html`<ul class="failures">${groups.flatMap(({ look, links }) =>
    links.length > 0
      ? [html`<li data-outcome="${look}">${badge(look)} ${links.map((link) => html`${link} `)}</li>`]
      : [],
  )}</ul>`;
}
