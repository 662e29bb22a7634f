/** The section "Results": every rule, grouped by area. */
import { html } from "hono/html";
import { type Area, groupByArea } from "../../results/group-results.ts";
import { filterForm } from "./filter-form.ts";
import type { Markup } from "./markup.ts";
import {
  countedStyles,
  countStyles,
  OUTCOME_STYLES,
  type OutcomeStyle,
  STYLE_GLYPHS,
  STYLE_WORDS,
} from "./outcome-style.ts";
import type { PageContext, RuleOnPage } from "./page-context.ts";

const rank = (style: OutcomeStyle) => OUTCOME_STYLES.indexOf(style);

/** Areas without failures keep their order. An area whose worst failure is known needs no work, and comes last. */
function areaRank({ results: [first] }: Area<RuleOnPage>): number {
  const least = rank("notApplicable");
  if (first === undefined) return least;
  return first.style === "known" ? OUTCOME_STYLES.length : Math.min(rank(first.style), least);
}

/** Rules by area, the most urgent first: within each area, and areas by their most urgent rule. */
export function inOrder(entries: readonly RuleOnPage[]): Area<RuleOnPage>[] {
  return groupByArea(entries)
    .map(({ name, results }) => ({
      name,
      results: results.toSorted((a, b) => rank(a.style) - rank(b.style)),
    }))
    .sort((a, b) => areaRank(a) - areaRank(b));
}

function areaLinks(areas: readonly Area<RuleOnPage>[]): Markup {
  return html`<nav class="areas" aria-label="Areas"><ul>
${areas.map(({ name, results }) => {
  const { passed, violated, inconsistent, broken, known } = countStyles(results);
  const style = violated + inconsistent > 0 ? "violated" : broken > 0 ? "broken" : known > 0 ? "known" : null;
  const mark =
    style === null
      ? ""
      : html`<b data-outcome="${style}" aria-label="${STYLE_WORDS[style]}" role="img">${STYLE_GLYPHS[style]}</b> `;
  return html`<li><a href="#area-${name}">${name}</a> <span class="dim">${mark}${passed}/${results.length}</span></li>
`;
})}</ul></nav>`;
}

/** `22 passed, 2 violated`: every style that occurs, with its count. */
function countWords(entries: readonly RuleOnPage[]): string {
  return countedStyles(countStyles(entries))
    .map(([style, count]) => `${count} ${STYLE_WORDS[style]}`)
    .join(", ");
}

/**
 * All rules by area, with the form that filters them.
 * @param drawn the markup of each
 */
export function resultList({ entries }: PageContext, drawn: ReadonlyMap<RuleOnPage, Markup>): Markup {
  const areas = inOrder(entries);
  return html`<section aria-labelledby="results">
<h2 id="results" tabindex="-1">Results</h2>
${areaLinks(areas)}
${filterForm(entries, areas)}
${areas.map(
  ({ name, results }) => html`<section class="area" id="area-${name}" aria-labelledby="heading-${name}">
<h3 id="heading-${name}">${name} <span class="dim">${countWords(results)}</span></h3>
${results.map((entry) => drawn.get(entry) ?? "")}</section>
`,
)}</section>`;
}
