/** The section "Endpoints": every operation with its statuses, header fields and rules. */
import { html } from "hono/html";
import { plural, visible } from "../../results/format-text.ts";
import { commonRules } from "../../results/overlay/bound-rules.ts";
import { byStatus, type CellState, type Overlay } from "../../results/overlay/document-overlay.ts";
import { PLACE_GROUPS } from "../../results/overlay/rule-bindings.ts";
import type { Report } from "../../results/report-model.ts";
import {
  boundList,
  endpoint,
  endpointState,
  responseCount,
  STATE_WORDS,
  statusTable,
  VIOLATED_HERE,
  violatedRules,
} from "./endpoint-details.ts";
import type { Markup } from "./markup.ts";
import type { PageContext } from "./page-context.ts";

/** The exact meaning of each mark. */
const MEANINGS: readonly [CellState, string][] = [
  ["seen", "a response that agrees with the document was seen, and no rule was violated there"],
  ["missing", "no response that agrees with the document was seen"],
  ["violated", "a rule was violated there, in a check or in any other exchange"],
  ["known", "the same, but the baseline of the run says that this was to be expected"],
  ["undeclared", "the server sent it, the document does not declare it there, and no rule was violated"],
];

const ELSEWHERE = html`<h3 class="aside">Rules violated that no single response shows</h3>`;

function legend({ baseline }: PageContext): Markup {
  const isAsked = (state: CellState) => state !== "known" || (baseline?.known.length ?? 0) > 0;
  return html`<dl class="legend">
${MEANINGS.filter(([state]) => isAsked(state)).map(
  ([state, meaning]) => html`<div><dt data-is="${state}">${STATE_WORDS[state]}</dt> <dd>${meaning}</dd></div>
`,
)}<div><dt>blank</dt> <dd>not declared, and not seen</dd></div>
</dl>`;
}

/** Header fields that any response may have and no status declares. */
function anyResponse({ anywhere }: Overlay, context: PageContext): Markup {
  const cells = anywhere.map(({ cell }) => cell);
  const violated = cells.flatMap((cell) => cell.violated);
  const name = (field: string) => html`<code>${field}</code>`;
  return html`<details class="endpoint"><summary><code>any response</code> ${endpointState(cells, violated, context)}</summary>
${statusTable(
  "any response",
  ["any"],
  anywhere.map((field) => [name(field.name), [{ cell: field.cell, note: responseCount(field.cell) }]]),
  context,
)}
${violatedRules(VIOLATED_HERE, violated, context)}
<h4 class="aside">Rules that bind here</h4>
${boundList(
  anywhere.map(({ name: part, rules }) => ({ part, isField: true, rules: [...rules] })),
  context,
)}
</details>
`;
}

/** Rules that bind many endpoints. */
function common(context: PageContext): Markup {
  const parts = commonRules();
  const count = new Set(parts.flatMap(({ rules }) => rules)).size;
  return html`<div class="endpoints"><details class="endpoint" id="common"><summary>Rules of many operations <span class="state">${plural(count, "rule")}</span></summary>
${boundList(parts, context)}
</details></div>`;
}

/** Operation × status × header field: each operation is a line that opens, and shows the rules that bind it. */
export function endpointList({ suite }: Report, laid: Overlay, context: PageContext): Markup {
  const rows = new Map(laid.rows.map((row) => [row.place.at, row]));
  const columns = [...new Set(laid.rows.flatMap(({ responses }) => [...responses.keys()]))].sort(byStatus);
  return html`<section aria-labelledby="endpoints">
<h2 id="endpoints">Endpoints</h2>
${
  suite.document === laid.document
    ? ""
    : html`<p class="dim">This report is about document ${visible(suite.document)}, and these are the endpoints of ${laid.document}: only what both have is marked.</p>`
}
<p>Each line is an operation, with a mark for each of its statuses. Open it to see the header fields of each response, and
the rules that apply.</p>
${legend(context)}
<p><button type="button" id="open-endpoints" aria-pressed="false" hidden>Open all endpoints</button></p>
${PLACE_GROUPS.map(({ title, places }) => {
  const own = places.flatMap(({ at }) => rows.get(at) ?? []);
  const others = places.some(({ operation }) => operation === null) ? anyResponse(laid, context) : "";
  return html`<h3 class="aside">${title}</h3>
<div class="endpoints">
${own.map((row) => endpoint(row, columns, context))}${others}</div>
`;
})}${common(context)}
${violatedRules(ELSEWHERE, laid.elsewhere, context)}
</section>`;
}
