// Makes the part of the site with the workflows of clients.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { html } from "hono/html";
import { GUIDE_STYLE } from "../guide/guide-assets.ts";
import { type Entry, link, type Page, type Part } from "../site-model.ts";
import { type Arazzo, readWorkflows } from "./read-arazzo.ts";
import { requestOf, stepTitle } from "./step-request.ts";
import { workflowPage } from "./workflow-page.ts";
import { WORKFLOW_STYLE, WORKFLOWS, workflowPath } from "./workflow-paths.ts";

const DESCRIPTION =
  "What every client does, step by step: what to send, what to take from the answer, and what it has to be.";

/** Makes the part of the site with workflows: a page for each Arazzo description, and an overview. */
export async function workflowsPart(): Promise<Part> {
  const all = readWorkflows();
  const style = await readFile(join(import.meta.dirname, "workflow.css"), "utf8");
  const items = all.map(({ name, info }) => ({ title: info.title, href: workflowPath(name) }));
  return {
    nav: [{ title: "Workflows", href: WORKFLOWS, items }],
    pages: [overview(all), ...all.map(workflowPage)],
    assets: [{ path: WORKFLOW_STYLE, content: style }],
    entries: all.flatMap(searchEntries),
  };
}

function overview(all: readonly Arazzo[]): Page {
  return {
    path: WORKFLOWS,
    title: "Workflows",
    description: DESCRIPTION,
    body: html`<article class="prose">
<h1>Workflows</h1>
<p>${DESCRIPTION} Each is an <a href="https://spec.openapis.org/arazzo/v1.0.1.html" rel="external noopener">Arazzo
1.0.1</a> description, which a program can run; the project's tests run all of them against the reference server. They
are recipes that stay true, not the conformance suite.</p>
<ol class="chapters">
${all.map(
  ({ name, info, workflows }) => html`<li>
<a href="${link(WORKFLOWS, workflowPath(name))}">${info.title}</a>
<p>${info.summary} <span class="dim">${workflows.reduce((sum, { steps }) => sum + steps.length, 0)} steps.</span></p>
</li>`,
)}
</ol>
</article>`,
    styles: [GUIDE_STYLE],
  };
}

function searchEntries({ name, info, workflows }: Arazzo): Entry[] {
  const path = workflowPath(name);
  const steps = workflows.flatMap((workflow) => workflow.steps);
  return [
    { kind: "workflow", title: info.title, href: path, text: `${info.summary} ${info.description.trim()}` },
    ...steps.map((step): Entry => {
      const { method, target } = requestOf(step);
      return {
        kind: "workflow",
        title: `${info.title}: ${stepTitle(step)}`,
        href: `${path}#${step.stepId}`,
        text: `${method} ${target} ${step.description?.trim() ?? ""}`.trim(),
      };
    }),
  ];
}
