import { html } from "hono/html";
import type { RuleId } from "../../../generated/rules.ts";
import { type Cell, matrix, type Row } from "../../results/endpoint-matrix.ts";
import type { Sentences } from "../../results/exchange-text.ts";
import type { Report } from "../../results/model.ts";
import { isKnown } from "../../results/verdict.ts";
import { fragment, type Markup } from "./markup.ts";

type IsKnown = (rule: RuleId) => boolean;

function stateOf({ seen, violated }: Cell, known: IsKnown): "violated" | "known" | "seen" | "missing" {
  if (violated.length > 0) return violated.every(known) ? "known" : "violated";
  return seen ? "seen" : "missing";
}

const STATE_WORDS = {
  violated: "violated",
  known: "known failure",
  seen: "seen",
  missing: "not seen",
} as const;

/** The words are for whoever hears the page; its style draws a glyph instead. */
function cellMarkup(cell: Cell | null, known: IsKnown): Markup {
  if (cell === null) return html`<td role="cell"></td>`;
  const state = stateOf(cell, known);
  const words = html`<span>${STATE_WORDS[state]}</span>`;
  const [first, ...more] = cell.violated;
  if (first === undefined) return html`<td role="cell" data-is="${state}">${words}</td>`;
  const names = [first, ...more].join(", ");
  return html`<td role="cell" data-is="${state}"><a href="${fragment(first)}" title="${names}"><span>${STATE_WORDS[state]}: ${names}</span></a></td>`;
}

function table(row: Row, known: IsKnown): Markup {
  const line = (label: Markup | string, cells: readonly (Cell | null)[]) =>
    html`<tr role="row"><th scope="row" role="rowheader">${label}</th>${cells.map((cell) => cellMarkup(cell, known))}</tr>
`;
  return html`<table class="matrix" role="table">
<caption>Statuses and header fields of ${row.at}</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Header field</th>${row.statuses.map((status) => html`<th scope="col" role="columnheader">${status}</th>`)}</tr></thead>
<tbody role="rowgroup">
${row.responses.some((cell) => cell !== null) ? line("the response itself", row.responses) : ""}${row.headers.map(({ name, cells }) => line(html`<code>${name}</code>`, cells))}</tbody>
</table>`;
}

function ruleLinks(rules: readonly RuleId[], known: IsKnown): Markup {
  return html`<ul class="failures">${rules.map((rule) => html`<li><a href="${fragment(rule)}">${rule}</a>${known(rule) ? html` <span class="dim">known</span>` : ""}</li>`)}</ul>`;
}

function state(row: Row, known: IsKnown): Markup {
  const fresh = row.violated.filter((rule) => !known(rule)).length;
  const expected = row.violated.length - fresh;
  const cells = [row.responses, ...row.headers.map((header) => header.cells)].flat();
  const declared = cells.filter((cell) => cell !== null);
  const seen = declared.filter((cell) => stateOf(cell, known) === "seen").length;
  return html`<span class="state">${fresh > 0 ? html`<b data-is="violated">${fresh} violated</b> ` : ""}${expected > 0 ? html`<b data-is="known">${expected} known</b> ` : ""}<span>${seen} of ${declared.length} seen</span></span>`;
}

function entry(row: Row, known: IsKnown): Markup {
  return html`<details class="endpoint"><summary><code>${row.at}</code> ${state(row, known)}</summary>
${table(row, known)}
${row.violated.length === 0 ? "" : html`<h3 class="aside">Rules violated here</h3>${ruleLinks(row.violated, known)}`}
</details>
`;
}

/** Operation × status × header field, an operation a line that opens, with links to the rules violated there. */
export function endpointMatrix(report: Report, sentences: Sentences): Markup {
  const known: IsKnown = (rule) => isKnown(rule, report.baseline);
  const found = matrix(report, sentences);
  return html`<section aria-labelledby="endpoints">
<h2 id="endpoints">Endpoints</h2>
${
  found === null
    ? html`<p class="dim">Left out: this report is about document ${report.suite.document}, which this version of the suite does not have.</p>`
    : html`<p class="legend">Per operation its statuses and their header fields:
<span data-is="seen">seen</span> <span data-is="missing">not seen</span> <span data-is="violated">violated</span> ${(report.baseline?.known.length ?? 0) > 0 ? html`<span data-is="known">known failure</span> ` : ""}<span class="dim">blank: not declared</span></p>
<div class="endpoints">
${found.rows.map((row) => entry(row, known))}</div>
${found.elsewhere.length === 0 ? "" : html`<h3 class="aside">Rules violated that no single response shows</h3>${ruleLinks(found.elsewhere, known)}`}`
}
</section>`;
}
