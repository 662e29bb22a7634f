/** The form that filters the results by outcome, level, area and text. */
import { html } from "hono/html";
import type { Area } from "../../results/group-results.ts";
import type { Level } from "../../results/report-model.ts";
import type { Markup } from "./markup.ts";
import { countStyles, OUTCOME_STYLES, STYLE_GLYPHS, STYLE_WORDS } from "./outcome-style.ts";
import type { RuleOnPage } from "./page-context.ts";

const LEVELS: readonly Level[] = ["MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY"];

function choices(
  name: string,
  title: string,
  boxes: readonly [value: string, label: string | Markup][],
): Markup {
  return html`<fieldset><legend>${title}</legend>
${boxes.map(
  ([
    value,
    label,
  ]) => html`<label><input type="checkbox" name="${name}" value="${value}" checked> ${label}</label>
`,
)}</fieldset>`;
}

/** Filters the results. The form is hidden until its script has run. */
export function filterForm(entries: readonly RuleOnPage[], areas: readonly Area<RuleOnPage>[]): Markup {
  const counts = countStyles(entries);
  const styles = OUTCOME_STYLES.filter((style) => counts[style] > 0);
  const levels = LEVELS.filter((level) => entries.some((entry) => entry.level === level));
  const names = areas.map(({ name }) => name).sort();
  return html`<form id="filter" role="search" aria-label="Filter rules" hidden>
${choices(
  "outcome",
  "Outcome",
  styles.map((style) => [
    style,
    html`<span aria-hidden="true">${STYLE_GLYPHS[style]}</span> ${STYLE_WORDS[style]}`,
  ]),
)}
${choices(
  "level",
  "Level",
  levels.map((level) => [level, level]),
)}
<div class="fields">
<label>Area <select name="area"><option value="">all</option>${names.map((name) => html`<option>${name}</option>`)}</select></label>
<label>Text <input type="search" name="text" autocomplete="off" spellcheck="false"></label>
<button type="reset">Show all</button>
<output aria-live="polite"></output>
</div>
</form>`;
}
