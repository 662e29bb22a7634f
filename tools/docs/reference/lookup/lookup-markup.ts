// Makes markup for the pages of header fields, statuses and problem codes.
import { html } from "hono/html";
import { sentenceMarkup } from "../../../../conformance/report/html/markup.ts";
import { rulePath } from "../../rules/rule-text.ts";
import { link, type Markup } from "../../site-model.ts";
import type { DocumentRule, MediaType, Operation } from "../openapi-document.ts";

/** Path of the style sheet of these pages. */
export const STYLE = "assets/lookup.css";

/** Lists rules as the reference shows them. */
export function ruleList(rules: readonly DocumentRule[] = []): Markup | string {
  if (rules.length === 0) return "";
  return html`<ul class="rules">
${rules.map(
  ({ id, level, text }) =>
    html`<li data-rule="${id}"><a href="${rulePath(id)}">${id}</a> <strong>${level}</strong> ${sentenceMarkup(text)}</li>
`,
)}</ul>`;
}

/** Lists the rules of media types, each below the name of its media type. */
export function contentRules(content: Record<string, MediaType> = {}): Markup[] {
  return Object.entries(content)
    .filter(([, mediaType]) => mediaType["x-rules"] !== undefined)
    .map(
      ([type, mediaType]) => html`<p>As <code>${type}</code>:</p>
${ruleList(mediaType["x-rules"])}`,
    );
}

/** Lists operations as links, e.g. to one of their statuses. */
export function operationList(
  from: string,
  operations: readonly Operation[],
  href: (id: string) => string,
): Markup {
  return html`<ul class="operations">
${operations.map(
  ({ method, path, object }) =>
    html`<li><a href="${link(from, href(object.operationId))}"><span class="method" data-method="${method}">${method}</span> <code>${path}</code></a></li>
`,
)}</ul>`;
}

/** A paragraph with a text of the document. */
export function paragraph(text: string | undefined): Markup | string {
  return text === undefined ? "" : html`<p>${sentenceMarkup(text)}</p>`;
}
