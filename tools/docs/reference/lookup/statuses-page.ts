/** The page that lists all statuses of the document. */
import { STATUS_CODES } from "node:http";
import { html } from "hono/html";
import type { Markup, Page } from "../../site-model.ts";
import { statusHref } from "../reference-hrefs.ts";
import { codesOf, exampleOf, type Meaning, statusMeanings } from "./headers-and-statuses.ts";
import { headerFieldHref, problemHref } from "./lookup-hrefs.ts";
import { contentRules, operationList, paragraph, ruleList, STYLE } from "./lookup-markup.ts";

const PATH = "statuses.html";

/** Makes the page of all statuses, with meaning, operations, header fields and rules. */
export function statusesPage(): Page {
  const statuses = [...statusMeanings()];
  return {
    path: PATH,
    title: "Statuses",
    description:
      "Every status that a response can have, the operations that answer it and the rules that bind there.",
    body: html`<h1>Statuses</h1>
<p class="lead">What each status means, which operations answer it, and the rules that bind there.</p>
<ul class="names">
${statuses.map(
  ([
    status,
    meanings,
  ]) => html`<li><a href="#${status}"><code>${status}</code> ${reason(status, meanings)}</a></li>
`,
)}</ul>
${statuses.map(([status, meanings]) => section(status, meanings))}`,
    contents: statuses.map(([status, meanings]) => ({
      title: `${status} ${reason(status, meanings)}`,
      fragment: status,
    })),
    styles: [STYLE],
  };
}

/** The reason phrase of a status: that of the document (RFC 9110), else that of Node.js, which has older ones. */
export function reason(status: string, meanings: readonly Meaning[]): string {
  const titles = meanings.map(({ object }) => exampleOf(object)?.title);
  return titles.find((title) => title !== undefined) ?? STATUS_CODES[status] ?? "";
}

function section(status: string, meanings: readonly Meaning[]): Markup {
  return html`<section aria-labelledby="${status}">
<h2 id="${status}"><code>${status}</code> ${reason(status, meanings)}</h2>
${meanings.map((meaning) => meaningMarkup(status, meaning))}
</section>`;
}

function meaningMarkup(status: string, { object, operations, fallback }: Meaning): Markup {
  const codes = codesOf(object);
  const headers = Object.keys(object.headers ?? {});
  return html`<div class="meaning">
${paragraph(object.description)}
${codes.length > 0 ? html`<p>Code: ${listed(codes, problemHref)}</p>` : ""}
${headers.length > 0 ? html`<p>Headers: ${listed(headers, headerFieldHref)}</p>` : ""}
${ruleList(object["x-rules"])}${contentRules(object.content)}
${fallback ? html`<p>It may answer any request, also one that meets no operation.</p>` : ""}
${
  operations.length > 0
    ? html`<details><summary>${operations.length} ${operations.length === 1 ? "operation" : "operations"}</summary>
${operationList(PATH, operations, (id) => statusHref(id, status))}</details>`
    : ""
}
</div>`;
}

function listed(names: readonly string[], href: (name: string) => string): Markup[] {
  return names.map(
    (name, index) => html`${index > 0 ? ", " : ""}<a href="${href(name)}"><code>${name}</code></a>`,
  );
}
