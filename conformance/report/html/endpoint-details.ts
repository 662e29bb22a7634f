/** One endpoint of the page: a table of its statuses and header fields, and its rules. */
import { html } from "hono/html";
import { plural } from "../../results/format-text.ts";
import { type BoundRules, ownRules } from "../../results/overlay/bound-rules.ts";
import type {
  CellState,
  OverlayCell,
  OverlayResponse,
  OverlayRow,
} from "../../results/overlay/document-overlay.ts";
import { fragment, type Markup } from "./markup.ts";
import { type PageContext, styleOfRule } from "./page-context.ts";
import { ruleLink, rulesByStyle } from "./rule-link.ts";

/** The words for a state. */
export const STATE_WORDS: Readonly<Record<CellState, string>> = {
  seen: "seen",
  missing: "not seen",
  violated: "violated",
  known: "known failure",
  undeclared: "undeclared",
};

/** The heading of the rules violated at an endpoint. */
export const VIOLATED_HERE = html`<h4 class="aside">Rules violated here</h4>`;

/** A line of an operation's table: one cell for each status, null if the document declares nothing. */
type TableLine = readonly ({ cell: OverlayCell; note: string } | null)[];

/** A cell. Its words are for screen readers; the style sheet draws a glyph instead. */
function cellMarkup(found: TableLine[number], { byRule }: PageContext): Markup {
  if (found === null) return html`<td role="cell"></td>`;
  const { state, violated } = found.cell;
  const words = STATE_WORDS[state];
  const [first, ...more] = violated;
  if (first === undefined)
    return html`<td role="cell" data-is="${state}"${found.note === "" ? "" : html` title="${found.note}"`}><span>${words}</span></td>`;
  const names = [first, ...more].join(", ");
  const entry = byRule.get(first);
  return html`<td role="cell" data-is="${state}"><a href="${fragment(entry?.rule ?? first)}" title="${names}"><span>${words}: ${names}</span></a></td>`;
}

/** `12 responses`: how often a cell was seen; empty if it was not. */
export const responseCount = ({ met }: OverlayCell): string => (met > 0 ? plural(met, "response") : "");

function ownLine(responses: readonly OverlayResponse[]): TableLine {
  return responses.map(({ own, departed }) => ({
    cell: own,
    note: [responseCount(own), departed > 0 ? `${departed} departed from the document` : ""]
      .filter(Boolean)
      .join(", "),
  }));
}

function fieldLine(name: string, responses: readonly OverlayResponse[]): TableLine {
  return responses.map(({ fields }) => {
    const cell = fields.get(name);
    return cell === undefined ? null : { cell, note: responseCount(cell) };
  });
}

/** Statuses and header fields as a table. */
export function statusTable(
  at: string,
  statuses: readonly string[],
  lines: readonly [label: Markup | string, line: TableLine][],
  context: PageContext,
): Markup {
  return html`<table class="matrix" role="table">
<caption>Statuses and header fields of ${at}</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Header field</th>${statuses.map((status) => html`<th scope="col" role="columnheader">${status}</th>`)}</tr></thead>
<tbody role="rowgroup">
${lines.map(
  ([label, line]) =>
    html`<tr role="row"><th scope="row" role="rowheader">${label}</th>${line.map((cell) => cellMarkup(cell, context))}</tr>
`,
)}</tbody>
</table>`;
}

function fieldNames({ responses }: OverlayRow): string[] {
  return [...new Set([...responses.values()].flatMap(({ fields }) => [...fields.keys()]))];
}

/** How much of an endpoint was seen, and how many rules are violated there, with known failures counted apart. */
export function endpointState(
  cells: readonly OverlayCell[],
  violated: readonly string[],
  context: PageContext,
): Markup {
  const known = violated.filter((rule) => styleOfRule(rule, context) === "known").length;
  const fresh = violated.length - known;
  const declared = cells.filter(({ state }) => state !== "undeclared");
  const seen = cells.filter(({ state }) => state === "seen").length;
  return html`<span class="state">${fresh > 0 ? html`<b data-is="violated">${fresh} violated</b> ` : ""}${known > 0 ? html`<b data-is="known">${known} known</b> ` : ""}<span>${seen} of ${declared.length} seen</span></span>`;
}

/** A mark for each status, in columns on wide screens; the table says the same in words. */
function strip({ responses }: OverlayRow, columns: readonly string[]): Markup {
  return html`<span class="strip" aria-hidden="true">${columns.map((status) => {
    const response = responses.get(status);
    return response === undefined ? html`<i></i>` : html`<i data-is="${response.state}">${status}</i>`;
  })}</span>`;
}

/** The rules that bind the parts of an endpoint, with their outcomes. */
export function boundList(parts: readonly BoundRules[], context: PageContext): Markup {
  return html`<dl class="bound">
${parts.map(
  ({
    part,
    isField,
    rules,
  }) => html`<div><dt>${isField ? html`<code>${part}</code>` : part}</dt><dd>${rulesByStyle(rules, context)}</dd></div>
`,
)}</dl>`;
}

/** Links to violated rules. */
export function violatedRules(
  heading: Markup,
  rules: readonly string[],
  context: PageContext,
): Markup | string {
  if (rules.length === 0) return "";
  return html`${heading}
<ul class="failures">${rules.map((rule) => html`<li>${ruleLink(rule, context)}${styleOfRule(rule, context) === "known" ? html` <span class="dim">known</span>` : ""}</li>`)}</ul>`;
}

/**
 * An operation, or another place of the document, as a line that opens.
 * @param columns every status of the page
 */
export function endpoint(row: OverlayRow, columns: readonly string[], context: PageContext): Markup {
  const { place, violated } = row;
  const statuses = [...row.responses.keys()];
  const responses = [...row.responses.values()];
  const cells = responses.flatMap(({ own, fields }) => [own, ...fields.values()]);
  const parts = ownRules(place);
  return html`<details class="endpoint"><summary><code>${place.at}</code> ${endpointState(cells, violated, context)}${strip(row, columns)}</summary>
${statusTable(
  place.at,
  statuses,
  [
    ["the response itself", ownLine(responses)],
    ...fieldNames(row).map((name): [Markup, TableLine] => [
      html`<code>${name}</code>`,
      fieldLine(name, responses),
    ]),
  ],
  context,
)}
${violatedRules(VIOLATED_HERE, violated, context)}
<h4 class="aside">Rules that bind here</h4>
${parts.length === 0 ? "" : boundList(parts, context)}
<p class="dim">${parts.length === 0 ? "None but" : "And"} <a href="#common">the rules of many operations</a>.</p>
</details>
`;
}
