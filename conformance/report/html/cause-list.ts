/** The section "Begin here": the causes to fix first. */
import { html } from "hono/html";
import { plural, visible } from "../../results/format-text.ts";
import type { Cause, Report } from "../../results/report-model.ts";
import { fragment, type Markup, prose, sentenceMarkup } from "./markup.ts";
import { type PageContext, sentenceOf } from "./page-context.ts";

function item({ text, rule, rules, exchange, command }: Cause, context: PageContext): Markup {
  return html`<li>
<p class="cause">${prose(text)}</p>
${
  rules.length === 0
    ? ""
    : html`<details><summary>It holds back ${plural(rules.length, "rule")}</summary><ul class="failures">${rules.map((held) => html`<li><a href="${fragment(held)}">${held}</a></li> `)}</ul></details>
`
}${
  rule === null
    ? ""
    : html`<p><a href="${fragment(rule)}">${rule}</a>: ${sentenceMarkup(sentenceOf(rule, context)?.text ?? "")}</p>
`
}${
  exchange === null
    ? ""
    : html`<p>Seen in exchange <a href="${fragment(exchange)}">${exchange}</a>.</p>
`
}<pre class="curl">${visible(command)}</pre>
</li>
`;
}

/** The causes to fix first, the most consequential on top. */
export function beginHere({ causes = [] }: Report, context: PageContext): Markup | string {
  if (causes.length === 0) return "";
  return html`<section aria-labelledby="begin">
<h2 id="begin">Begin here</h2>
<ol class="panel causes">
${causes.map((cause) => item(cause, context))}</ol>
</section>`;
}
