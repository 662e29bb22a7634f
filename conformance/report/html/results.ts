import { html } from "hono/html";
import { type Area, groupByArea } from "../../results/group-results.ts";
import type { Entry, PageContext } from "./context.ts";
import { filterForm } from "./filter.ts";
import type { Markup } from "./markup.ts";
import {
  countedStyles,
  countStyles,
  GLYPHS,
  OUTCOME_STYLES,
  type OutcomeStyle,
  STYLE_WORDS,
} from "./outcome-style.ts";

const rank = (look: OutcomeStyle) => OUTCOME_STYLES.indexOf(look);

/** An area without failures comes where the report has it; one whose worst failure is known needs no work, and comes last. */
function areaRank({ results: [first] }: Area<Entry>): number {
  const least = rank("notApplicable");
  if (first === undefined) return least;
  return first.look === "known" ? OUTCOME_STYLES.length : Math.min(rank(first.look), least);
}

/** Rules by area, what needs work first: inside each area, and areas by their most urgent rule. */
export function inOrder(entries: readonly Entry[]): Area<Entry>[] {
  return groupByArea(entries)
    .map(({ name, results }) => ({
      name,
      results: results.toSorted((a, b) => rank(a.look) - rank(b.look)),
    }))
    .sort((a, b) => areaRank(a) - areaRank(b));
}

function areaLinks(areas: readonly Area<Entry>[]): Markup {
  return html`<nav class="areas" aria-label="Areas"><ul>
${areas.map(({ name, results }) => {
  const { passed, violated, inconsistent, broken, known } = countStyles(results);
  const look = violated + inconsistent > 0 ? "violated" : broken > 0 ? "broken" : known > 0 ? "known" : null;
  const mark =
    look === null
      ? ""
      : html`<b data-outcome="${look}" aria-label="${STYLE_WORDS[look]}" role="img">${GLYPHS[look]}</b> `;
  return html`<li><a href="#area-${name}">${name}</a> <span class="dim">${mark}${passed}/${results.length}</span></li>
`;
})}</ul></nav>`;
}

/** `22 passed, 2 violated`, without what did not occur. */
function countWords(entries: readonly Entry[]): string {
  return countedStyles(countStyles(entries))
    .map(([look, count]) => `${count} ${STYLE_WORDS[look]}`)
    .join(", ");
}

/**
 * All rules by area, with the form that narrows them down.
 * @param drawn the markup of each
 */
export function resultList({ entries }: PageContext, drawn: ReadonlyMap<Entry, Markup>): Markup {
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
