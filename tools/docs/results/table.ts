import { html } from "hono/html";
import { PLACES, type Place } from "../../../conformance/results/document-places.ts";
import type { Markup } from "../page.ts";
import { GROUPS } from "./overlay/bindings.ts";

/** Every status that the document declares anywhere. */
const COLUMNS = [...new Set(PLACES.flatMap(({ responses }) => [...responses.keys()]))].sort((a, b) => a - b);

/** `PUT` and its path, or what stands for requests that are of no operation. */
function operation({ at, operation: id }: Place): Markup {
  const [method = "", path = ""] = at.split(" ", 2);
  if (id === null) return html`<span class="path">${at}</span>`;
  return html`<span class="method" data-method="${method}">${method}</span> <code class="path">${path}</code>`;
}

function line(place: Place): Markup {
  return html`<tr data-at="${place.at}"><th scope="row">${operation(place)}</th>${COLUMNS.map((status) => html`<td>${place.responses.has(status) ? "·" : ""}</td>`)}</tr>
`;
}

/** Operation × status as the document declares it; the script of the page colours it and adds the header fields. */
export function responsesTable(): Markup {
  return html`<table class="responses" id="responses-table">
<caption>Statuses that the document declares, operation by operation</caption>
<thead><tr><th scope="col">Operation</th>${COLUMNS.map((status) => html`<th scope="col">${status}</th>`)}</tr></thead>
${GROUPS.map(
  ({ title, places }) => html`<tbody>
<tr class="group"><th scope="rowgroup">${title}</th>${COLUMNS.map((status) => html`<td aria-hidden="true">${status}</td>`)}</tr>
${places.map(line)}</tbody>
`,
)}</table>`;
}
