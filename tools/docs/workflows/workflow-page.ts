// Makes the page of a workflow.
import { html } from "hono/html";
import { GUIDE_STYLE } from "../guide/guide-assets.ts";
import { renderDiagram } from "../markdown/render-diagram.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { link, type Markup, type Page } from "../site-model.ts";
import { conversationDiagram } from "./conversation-diagram.ts";
import type { Arazzo, Workflow } from "./read-arazzo.ts";
import { outputsMarkup, parametersMarkup, stepMarkup } from "./step-markup.ts";
import { stepTitle } from "./step-request.ts";
import { WORKFLOW_STYLE, workflowPath } from "./workflow-paths.ts";

/** Makes the page of an Arazzo description. */
export function workflowPage({ name, info, workflows }: Arazzo): Page {
  const path = workflowPath(name);
  return {
    path,
    title: info.title,
    description: info.summary,
    body: html`<article class="prose workflow">
<h1>${info.title}</h1>
<p class="lead">${info.summary}</p>
${renderMarkdown(info.description, path).body}
<p>Source: <a href="${link(path, `workflows/${name}.arazzo.yaml`)}"><code>${name}.arazzo.yaml</code></a></p>
${workflows.map((workflow, index) => workflowMarkup(workflow, info.title, path, index))}
</article>`,
    contents: workflows.flatMap(({ workflowId, steps }) => [
      { title: "Conversation", fragment: `${workflowId}-conversation` },
      { title: "Inputs", fragment: `${workflowId}-inputs` },
      ...steps.map((step, index) => ({ title: `${index + 1}. ${stepTitle(step)}`, fragment: step.stepId })),
    ]),
    styles: [GUIDE_STYLE, WORKFLOW_STYLE],
  };
}

function workflowMarkup(workflow: Workflow, title: string, path: string, index: number): Markup {
  const { workflowId, summary = "", description = "", steps, inputs, parameters, outputs } = workflow;
  const properties = Object.entries(inputs?.properties ?? {});
  return html`<h2 id="${workflowId}-conversation">Conversation</h2>
<p>${summary}</p>
${renderMarkdown(description, path).body}
${renderDiagram(conversationDiagram(title, steps), `conversation-${index + 1}`)}
<h2 id="${workflowId}-inputs">Inputs</h2>
<dl>${properties.map(
    ([name, property]) =>
      html`<dt><code>${name}</code></dt><dd>${property.description}${inputs?.required?.includes(name) ? " Required." : ""}</dd>`,
  )}</dl>
${parameters && html`<p>Every step sends:</p>${parametersMarkup(parameters)}`}
<h2 id="${workflowId}-steps">Steps</h2>
<ol class="steps">${steps.map((step, at) => stepMarkup(step, path, steps[at + 1]))}</ol>
${outputs && html`<h2 id="${workflowId}-outputs">Outputs</h2>${outputsMarkup(outputs)}`}`;
}
