// Makes markup of a step in a workflow.
import { html } from "hono/html";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { operationHref } from "../reference/reference-hrefs.ts";
import { link, type Markup } from "../site-model.ts";
import { actionMarkup, criterionMarkup, expressionMarkup } from "./expression-markup.ts";
import type { Action, Parameter, Step } from "./read-arazzo.ts";
import { requestOf, stepTitle } from "./step-request.ts";

/**
 * Makes markup of a step: its request, its outputs, and the next step.
 * @param from path of the page
 * @param next the next step, if any
 */
export function stepMarkup(step: Step, from: string, next: Step | undefined): Markup {
  const { stepId, description, operationId, parameters = [], requestBody, successCriteria = [] } = step;
  const { method, target, statuses } = requestOf(step);
  return html`<li class="step">
<h3 id="${stepId}">${stepTitle(step)}</h3>
${description && renderMarkdown(description, from).body}
<p class="request"><b class="method ${method.toLowerCase()}">${method}</b> <a href="${link(from, operationHref(operationId))}"><code>${target}</code></a>
<span class="statuses">→ ${statuses.map((status, index) => html`${index > 0 ? " or " : ""}<b>${status}</b>`)}</span></p>
${parameters.length > 0 && html`<h4>Parameters</h4>${parametersMarkup(parameters)}`}
${requestBody && bodyMarkup(requestBody, from)}
<h4>Succeeds when</h4>
<ul>${successCriteria.map((each) => html`<li>${criterionMarkup(each)}</li>`)}</ul>
${step.outputs && html`<h4>Takes from the answer</h4>${outputsMarkup(step.outputs)}`}
<p class="then"><b>Then</b> ${actionsMarkup(step.onSuccess, next ? html`<a href="#${next.stepId}">${stepTitle(next)}</a>` : html`the workflow is done`)}.
<b>Otherwise</b> ${actionsMarkup(step.onFailure, html`the workflow ends here`)}.</p>
</li>`;
}

/** Makes a table of parameters. */
export function parametersMarkup(parameters: readonly Parameter[]): Markup {
  return html`<table class="narrow"><thead><tr><th scope="col">name</th><th scope="col">in</th><th scope="col">value</th></tr></thead>
<tbody>${parameters.map(
    ({ name, in: place, value }) =>
      html`<tr><td><code>${name}</code></td><td>${place}</td><td>${expressionMarkup(value)}</td></tr>`,
  )}</tbody></table>`;
}

/** Lists outputs with their expressions. */
export function outputsMarkup(outputs: Record<string, string>): Markup {
  return html`<dl>${Object.entries(outputs).map(([name, value]) => html`<dt><code>${name}</code></dt><dd>${expressionMarkup(value)}</dd>`)}</dl>`;
}

function bodyMarkup({ contentType = "", payload }: NonNullable<Step["requestBody"]>, from: string): Markup {
  const fence = `\`\`\`json\n${JSON.stringify(payload, null, 2)}\n\`\`\``;
  return html`<h4>Body, <code>${contentType}</code></h4>
${renderMarkdown(fence, from).body}`;
}

function actionsMarkup(actions: readonly Action[] = [], otherwise: Markup): Markup {
  if (actions.length === 0) return otherwise;
  return html`${actions.map((item, index) => html`${index > 0 ? "; " : ""}${actionMarkup(item)}`)}`;
}
