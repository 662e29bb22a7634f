/** One exchange of the page, in full or as one line. */
import { html } from "hono/html";
import { bodyText, headerLines, requestLine, statusLine } from "../../results/format-exchange.ts";
import { duration, size } from "../../results/format-text.ts";
import { LOSS_WORDS } from "../../results/outcome-words.ts";
import type { Exchange, Finding, HeaderList, KeptBody } from "../../results/report-model.ts";
import { fragment, type Markup, prose } from "./markup.ts";

function message(start: string, headers: HeaderList, body: KeptBody | null): string {
  const head = [start, ...headerLines(headers)].join("\n");
  return body === null || body.bytes === 0 ? head : `${head}\n\n${bodyText(body)}`;
}

function findingItem({ rule, expected, got }: Finding): Markup {
  return html`<li><a href="${fragment(rule)}">${rule}</a>: expected ${prose(expected)}, got ${prose(got)}</li>`;
}

function lossNote({ lost, again }: Exchange): Markup | string {
  if (lost === undefined) return "";
  const words = [LOSS_WORDS[lost], again ? "tried again" : ""].filter((part) => part !== "").join(", ");
  return html` <span class="dim">(${words})</span>`;
}

function heading(exchange: Exchange): Markup {
  const number = exchange.id.slice(exchange.id.lastIndexOf("#") + 1);
  return html`<span class="dim">#${number}</span> <code>${requestLine(exchange)}</code> <span class="dim">→</span> <code>${statusLine(exchange)}</code>${lossNote(exchange)}`;
}

/** Request and response as a transcript, with the findings of the contract layer. */
export function fullExchange(exchange: Exchange, open: boolean): Markup {
  const { id, request, response, operation, findings } = exchange;
  const started = new Date(exchange.startedAt).toISOString();
  const received = response === null ? "" : message(statusLine(exchange), response.headers, response.body);
  return html`<li id="${id}"><details class="exchange" ${open ? "open" : ""}><summary>${heading(exchange)}</summary>
<p class="dim">${operation ?? "no operation"}, at <time datetime="${started}">${started}</time>, ${duration(exchange.durationMs)}</p>
${findings.length > 0 ? html`<ul class="findings">${findings.map(findingItem)}</ul>` : ""}
<div class="pair">
<div><h5>Request</h5><pre>${message(requestLine(exchange), request.headers, request.body)}</pre></div>
<div><h5>Response</h5>${response === null ? html`<p>${statusLine(exchange)}</p>` : html`<pre>${received}</pre>`}</div>
</div></details></li>
`;
}

/** One line for an exchange of a passed rule, since a run has thousands of them. */
export function briefExchange(exchange: Exchange): Markup {
  const { id, response, findings } = exchange;
  const bytes = response === null ? "" : `, ${size(response.body?.bytes ?? 0)}`;
  const departs = findings.map(({ rule }) => rule).join(", ");
  return html`<li id="${id}">${heading(exchange)}<span class="dim">${bytes}</span>${departs === "" ? "" : html` <span class="findings">departs from ${departs}</span>`}</li>
`;
}
