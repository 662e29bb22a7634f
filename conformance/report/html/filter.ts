import { html } from "hono/html";
import type { Area } from "../../results/group-results.ts";
import type { Level } from "../../results/report-model.ts";
import type { Entry } from "./context.ts";
import type { Markup } from "./markup.ts";
import { countStyles, GLYPHS, OUTCOME_STYLES, STYLE_WORDS } from "./outcome-style.ts";

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

/** Narrows the results down; hidden until the script that makes it work has run. */
export function filterForm(entries: readonly Entry[], areas: readonly Area<Entry>[]): Markup {
  const counts = countStyles(entries);
  const looks = OUTCOME_STYLES.filter((look) => counts[look] > 0);
  const levels = LEVELS.filter((level) => entries.some((entry) => entry.level === level));
  const names = areas.map(({ name }) => name).sort();
  return html`<form id="filter" role="search" aria-label="Filter rules" hidden>
${choices(
  "outcome",
  "Outcome",
  looks.map((look) => [look, html`<span aria-hidden="true">${GLYPHS[look]}</span> ${STYLE_WORDS[look]}`]),
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
