import { html } from "hono/html";
import { type Area, groupByUrgency } from "../areas.ts";
import type { Report } from "../model.ts";
import { summarise } from "../verdict.ts";
import type { Sentences } from "../wire.ts";
import { BY_URGENCY, countWords, OUTCOME_WORDS } from "../words.ts";
import { GLYPHS, type Markup } from "./markup.ts";
import { ruleEntry } from "./rule.ts";

/** Hidden until the script that makes it work has run. */
function filterForm({ summary }: Report, areas: readonly Area[]): Markup {
  const outcomes = BY_URGENCY.filter((outcome) => summary[outcome] > 0);
  const names = areas.map(({ name }) => name).sort();
  return html`<form id="filter" role="search" aria-label="Filter rules" hidden>
<fieldset><legend>Outcome</legend>
${outcomes.map(
  (
    outcome,
  ) => html`<label><input type="checkbox" name="outcome" value="${outcome}" checked> <span aria-hidden="true">${GLYPHS[outcome]}</span> ${OUTCOME_WORDS[outcome]}</label>
`,
)}</fieldset>
<label>Area <select name="area"><option value="">all</option>${names.map((name) => html`<option>${name}</option>`)}</select></label>
<label>Text <input type="search" name="text" autocomplete="off" spellcheck="false"></label>
<output aria-live="polite"></output>
</form>`;
}

function areaLinks(areas: readonly Area[]): Markup {
  return html`<nav aria-label="Areas"><ul>
${areas.map(({ name, results }) => {
  const { passed, total, violated, inconsistent, broken } = summarise(results);
  const mark = violated + inconsistent > 0 ? GLYPHS.violated : broken > 0 ? GLYPHS.broken : "";
  return html`<li><a href="#area-${name}">${name}</a> <span class="dim">${mark} ${passed}/${total}</span></li>
`;
})}</ul></nav>`;
}

/** All results by area, with the form that narrows them down. */
export function resultList(report: Report, sentences: Sentences): Markup {
  const areas = groupByUrgency(report.results);
  const evidence = new Set(report.results.flatMap(({ violation }) => violation?.exchange ?? []));
  return html`<section aria-labelledby="results">
<h2 id="results">Results</h2>
${areaLinks(areas)}
${filterForm(report, areas)}
${areas.map(
  ({ name, results }) => html`<section class="area" id="area-${name}" aria-labelledby="heading-${name}">
<h3 id="heading-${name}">${name} <span class="dim">${countWords(summarise(results))}</span></h3>
${results.map((result) => ruleEntry(result, { sentences, evidence }))}</section>
`,
)}</section>`;
}
