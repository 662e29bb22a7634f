import { html } from "hono/html";
import { sentenceMarkup } from "../../../conformance/report/html/markup.ts";
import { areaOf } from "../../../conformance/results/areas.ts";
import { type Rule, rules } from "../../../generated/rules.ts";
import type { Markup } from "../page.ts";

function byArea(): [string, [string, Rule][]][] {
  const areas = new Map<string, [string, Rule][]>();
  for (const entry of Object.entries(rules)) {
    const area = areaOf(entry[0]);
    areas.set(area, [...(areas.get(area) ?? []), entry]);
  }
  return [...areas];
}

function entry([id, { level, text }]: [string, Rule]): Markup {
  return html`<li data-rule="${id}"><span class="badge"></span> <a class="id" href="rules/${id}.html">${id}</a>
<p><span class="level">${level}</span> ${sentenceMarkup(text)}</p></li>
`;
}

/** Every rule of the document by area; the script of the page gives each its outcome. */
export function ruleList(): Markup {
  return html`<div id="rule-list">
${byArea().map(
  ([area, entries]) => html`<section aria-labelledby="area-${area}"><h3 id="area-${area}">${area}</h3>
<ul class="rules">
${entries.map(entry)}</ul></section>
`,
)}</div>`;
}
