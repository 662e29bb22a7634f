import { html } from "hono/html";
import { type Context, lookOfRule } from "./context.ts";
import { LOOKS } from "./look.ts";
import { badge, fragment, type Markup } from "./markup.ts";

/** The id of a rule as a link to its entry on this page, or else to its page in the documentation. */
export function ruleLink(rule: string, { byRule, pageOf }: Context): Markup {
  const entry = byRule.get(rule);
  const href = entry === undefined ? pageOf(rule) : fragment(entry.rule);
  return href === null ? html`<code>${rule}</code>` : html`<a href="${href}">${rule}</a>`;
}

/** Rules as links, by outcome, what needs work first. */
export function rulesByLook(rules: readonly string[], context: Context): Markup {
  const groups = LOOKS.map((look) => ({
    look,
    links: rules.filter((rule) => lookOfRule(rule, context) === look).map((rule) => ruleLink(rule, context)),
  }));
  return html`<ul class="failures">${groups.flatMap(({ look, links }) =>
    links.length > 0
      ? [html`<li data-outcome="${look}">${badge(look)} ${links.map((link) => html`${link} `)}</li>`]
      : [],
  )}</ul>`;
}
