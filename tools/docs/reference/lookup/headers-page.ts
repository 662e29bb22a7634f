/** The page that lists all header fields of the document. */
import { html } from "hono/html";
import type { Markup, Page } from "../../site-model.ts";
import type { Header } from "../openapi-document.ts";
import { headerHref, parameterHref } from "../reference-hrefs.ts";
import { type HeaderField, headerFields } from "./headers-and-statuses.ts";
import { statusPageHref } from "./lookup-hrefs.ts";
import { operationList, paragraph, ruleList, STYLE } from "./lookup-markup.ts";

const PATH = "headers.html";

/** Makes the page of all header fields, with meaning, requests, responses and rules. */
export function headersPage(): Page {
  const fields = headerFields();
  return {
    path: PATH,
    title: "Headers",
    description: "Every header field of requests and responses, where it stands and the rules that bind it.",
    body: html`<h1>Headers</h1>
<p class="lead">What each field means, which requests and responses have it, and what binds a server that sends or reads it.</p>
<ul class="names">
${fields.map(
  ({ name }) => html`<li><a href="#${name.toLowerCase()}"><code>${name}</code></a></li>
`,
)}</ul>
${fields.map(section)}`,
    styles: [STYLE],
  };
}

function section(field: HeaderField): Markup {
  const { name, request, response } = field;
  const both = request !== undefined && response !== undefined;
  return html`<section aria-labelledby="${name.toLowerCase()}">
<h2 id="${name.toLowerCase()}"><code>${name}</code></h2>
${request ? html`${both ? html`<h3>In requests</h3>` : ""}${definitionMarkup(request.object)}${inRequests(field)}` : ""}
${response ? html`${both ? html`<h3>In responses</h3>` : ""}${definitionMarkup(response.object)}${inResponses(field)}` : ""}
</section>`;
}

function definitionMarkup({ description, example, "x-rules": rules }: Header): Markup {
  return html`${paragraph(description)}${
    example === undefined ? "" : html`<p class="example">Example: <code>${String(example)}</code></p>`
  }${ruleList(rules)}`;
}

function inRequests({ name, request }: HeaderField): Markup | string {
  if (request === undefined) return "";
  const { object, operations } = request;
  const href = (id: string) => parameterHref(id, object.in, name);
  return html`<details><summary>Request header of ${count(operations.length, "operation")}</summary>
${operationList(PATH, operations, href)}</details>`;
}

function inResponses({ name, response }: HeaderField): Markup | string {
  if (response === undefined) return "";
  const statuses = [...response.statuses].sort(([a], [b]) => Number(a) - Number(b));
  const anywhere = response.anywhere ? html`<p>It may stand on any response.</p>` : "";
  return html`${anywhere}${statuses.map(([status, operations]) =>
    operations.length === 0
      ? html`<p>On <a href="${statusPageHref(status)}">${status}</a>, which answers requests that meet no operation.</p>`
      : html`<details><summary>On ${status} of ${count(operations.length, "operation")}</summary>
${operationList(PATH, operations, (id) => headerHref(id, status, name))}</details>`,
  )}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
