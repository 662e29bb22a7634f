import { html } from "hono/html";
import { plural } from "../../results/format-text.ts";
import { type BoundRules, ownRules } from "../../results/overlay/bound-rules.ts";
import type {
  CellState,
  OverlayCell,
  OverlayResponse,
  OverlayRow,
} from "../../results/overlay/document-overlay.ts";
import { type PageContext, styleOfRule } from "./context.ts";
import { fragment, type Markup } from "./markup.ts";
import { ruleLink, rulesByLook } from "./rule-link.ts";

/** How a state is called. */
export const STATE_WORDS: Readonly<Record<CellState, string>> = {
  seen: "seen",
  missing: "not seen",
  violated: "violated",
  known: "known failure",
  undeclared: "undeclared",
};

/** Above the rules that were seen violated at an endpoint. */
export const VIOLATED_HERE = html`<h4 class="aside">Rules violated here</h4>`;

/** A line of the table of an operation: a cell a status, null where the document declares nothing. */
type Line = readonly ({ cell: OverlayCell; note: string } | null)[];

/** The words are for whoever hears the page; its style draws a glyph instead. */
function cellMarkup(found: Line[number], { byRule }: PageContext): Markup {
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

/** `12 responses`: how often a cell was seen; empty where it was not. */
export const times = ({ met }: OverlayCell): string => (met > 0 ? plural(met, "response") : "");

function ownLine(responses: readonly OverlayResponse[]): Line {
  return responses.map(({ own, departed }) => ({
    cell: own,
    note: [times(own), departed > 0 ? `${departed} departed from the document` : ""]
      .filter(Boolean)
      .join(", "),
  }));
}

function fieldLine(name: string, responses: readonly OverlayResponse[]): Line {
  return responses.map(({ fields }) => {
    const cell = fields.get(name);
    return cell === undefined ? null : { cell, note: times(cell) };
  });
}

/** Statuses and header fields as a table. */
export function statusTable(
  at: string,
  statuses: readonly string[],
  lines: readonly [label: Markup | string, line: Line][],
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

/** How much of an endpoint was seen, and how many rules were violated there, apart from those of which that was known. */
export function stateOf(
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

/** A mark for each status, under one another on wide screens; the table says the same in words. */
function strip({ responses }: OverlayRow, columns: readonly string[]): Markup {
  return html`<span class="strip" aria-hidden="true">${columns.map((status) => {
    const response = responses.get(status);
    return response === undefined ? html`<i></i>` : html`<i data-is="${response.state}">${status}</i>`;
  })}</span>`;
}

/** The rules that bind at the parts of an endpoint, with their outcomes. */
export function boundList(parts: readonly BoundRules[], context: PageContext): Markup {
  return html`<dl class="bound">
${parts.map(
  ({
    part,
    isField,
    rules,
  }) => html`<div><dt>${isField ? html`<code>${part}</code>` : part}</dt><dd>${rulesByLook(rules, context)}</dd></div>
`,
)}</dl>`;
}

/** Rules that were seen violated, each a link. */
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
 * An operation, or what answers requests that are none: a line that opens.
 * @param columns every status of the page
 */
export function endpoint(row: OverlayRow, columns: readonly string[], context: PageContext): Markup {
  const { place, violated } = row;
  const statuses = [...row.responses.keys()];
  const responses = [...row.responses.values()];
  const cells = responses.flatMap(({ own, fields }) => [own, ...fields.values()]);
  const parts = ownRules(place);
  return html`<details class="endpoint"><summary><code>${place.at}</code> ${stateOf(cells, violated, context)}${strip(row, columns)}</summary>
${statusTable(
  place.at,
  statuses,
  [
    ["the response itself", ownLine(responses)],
    ...fieldNames(row).map((name): [Markup, Line] => [
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
