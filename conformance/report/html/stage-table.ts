/** The section "Stages": how many rules of each stage pass. */
import { html } from "hono/html";
import { visible } from "../../results/format-text.ts";
import type { Report, StageProgress } from "../../results/report-model.ts";
import { stageProgress } from "../../results/stage-progress.ts";
import type { Markup } from "./markup.ts";

/** A bar drawn with attributes, since the page's policy forbids inline style. */
function bar({ passed, total }: StageProgress): Markup {
  const width = total === 0 ? "0" : ((100 * passed) / total).toFixed(1);
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="6"/><rect class="fill" width="${width}" height="6"/></svg>`;
}

function state({ passed, total }: StageProgress): "done" | "begun" | "open" {
  if (passed === total) return "done";
  return passed > 0 ? "begun" : "open";
}

/** The progress of the server, one row for each stage. */
export function stageTable({ stages, results }: Report): Markup | string {
  const steps = stages ?? stageProgress(results);
  if (steps.length === 0) return "";
  return html`<section aria-labelledby="stages">
<h2 id="stages">Stages</h2>
<table class="stairs">
<caption>Rules passed in each stage, in the order of writing a server</caption>
<thead><tr><th scope="col">Stage</th><th scope="col">What it is about</th><th scope="col" class="number">Passed</th><th scope="col" class="number">Of</th><th scope="col" class="wide">Share</th></tr></thead>
<tbody>
${steps.map(
  (
    step,
  ) => html`<tr data-state="${state(step)}"><th scope="row">${visible(step.stage)}</th><td>${visible(step.title)}</td><td class="number">${step.passed}</td><td class="number">${step.total}</td><td class="wide share">${bar(step)}</td></tr>
`,
)}</tbody>
</table>
</section>`;
}
