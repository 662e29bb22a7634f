import { html } from "hono/html";
import { type Area, groupByUrgency } from "../../results/areas.ts";
import type { Sentences } from "../../results/exchange-text.ts";
import type { Baseline, Report } from "../../results/model.ts";
import { isKnown } from "../../results/verdict.ts";
import { fullPerRule } from "./exchanges.ts";
import { filterForm } from "./filter.ts";
import { countLooks, GLYPHS, LOOK_WORDS, LOOKS, type Look, lookOf } from "./look.ts";
import type { Markup } from "./markup.ts";
import { ruleEntry } from "./rule.ts";

/** Results by area, what needs work first; a known failure needs none, and stands after what does. */
function inOrder({ results, baseline }: Report): Area[] {
  const rank = (look: Look) => LOOKS.indexOf(look);
  const areas = groupByUrgency(results).map(({ name, results: group }) => ({
    name,
    results: group.toSorted((a, b) => rank(lookOf(a, baseline)) - rank(lookOf(b, baseline))),
  }));
  const isCalm = ({ results: [first] }: Area) => first !== undefined && isKnown(first.rule, baseline);
  return [...areas.filter((area) => !isCalm(area)), ...areas.filter(isCalm)];
}

function areaLinks(areas: readonly Area[], baseline: Baseline | null): Markup {
  return html`<nav class="areas" aria-label="Areas"><ul>
${areas.map(({ name, results }) => {
  const { passed, violated, inconsistent, broken, known } = countLooks(results, baseline);
  const look = violated + inconsistent > 0 ? "violated" : broken > 0 ? "broken" : known > 0 ? "known" : null;
  const mark =
    look === null
      ? ""
      : html`<b data-outcome="${look}" aria-label="${LOOK_WORDS[look]}" role="img">${GLYPHS[look]}</b> `;
  return html`<li><a href="#area-${name}">${name}</a> <span class="dim">${mark}${passed}/${results.length}</span></li>
`;
})}</ul></nav>`;
}

/** `22 passed, 2 violated`, without what did not occur. */
function countWords(counts: Readonly<Record<Look, number>>): string {
  const order: Look[] = ["passed", ...LOOKS.filter((look) => look !== "passed")];
  return order
    .filter((look) => counts[look] > 0)
    .map((look) => `${counts[look]} ${LOOK_WORDS[look]}`)
    .join(", ");
}

/**
 * All results by area, with the form that narrows them down.
 * @param docs URL under which the documentation stands; null for none
 */
export function resultList(report: Report, sentences: Sentences, docs: string | null): Markup {
  const { results, baseline } = report;
  const areas = inOrder(report);
  const evidence = new Set(results.flatMap(({ violation }) => violation?.exchange ?? []));
  const context = { sentences, evidence, baseline, docs, full: fullPerRule(results) };
  return html`<section aria-labelledby="results">
<h2 id="results" tabindex="-1">Results</h2>
${areaLinks(areas, baseline)}
${filterForm(report, areas)}
${areas.map(
  ({
    name,
    results: group,
  }) => html`<section class="area" id="area-${name}" aria-labelledby="heading-${name}">
<h3 id="heading-${name}">${name} <span class="dim">${countWords(countLooks(group, baseline))}</span></h3>
${group.map((result) => ruleEntry(result, context))}</section>
`,
)}</section>`;
}
