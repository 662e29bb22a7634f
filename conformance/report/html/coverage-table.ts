/** The section "Coverage": how much of the document the run saw on the wire. */
import { html } from "hono/html";
import { visible } from "../../results/format-text.ts";
import { COVERAGE_WORDS } from "../../results/outcome-words.ts";
import { COVERAGE_ROWS, type Coverage, type Report } from "../../results/report-model.ts";
import type { Markup } from "./markup.ts";

const SHOWN_AT_ONCE = 4;

function missingItems({ missing }: Coverage): Markup | string {
  if (missing.length === 0) return html`<span class="dim">nothing</span>`;
  const list = html`<ul class="missing">${missing.map((item) => html`<li><code>${visible(item)}</code></li>`)}</ul>`;
  if (missing.length <= SHOWN_AT_ONCE) return list;
  return html`<details><summary>${missing.length} not seen</summary>${list}</details>`;
}

/** A bar drawn with attributes, since the page's policy forbids inline style. The figures are beside it. */
function bar({ covered, total }: Coverage): Markup {
  const percent = total === 0 ? 100 : (100 * covered) / total;
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="6"/><rect class="fill" width="${percent.toFixed(1)}" height="6"/></svg>`;
}

/** The seven rows of coverage, each with the items not seen on the wire. */
export function coverageTable(coverage: Report["coverage"]): Markup {
  return html`<section aria-labelledby="coverage">
<h2 id="coverage">Coverage</h2>
<table>
<caption>How much of the document this run saw on the wire</caption>
<thead><tr><th scope="col">Part</th><th scope="col" class="number">Seen</th><th scope="col" class="number">Of</th>
<th scope="col" class="wide">Share</th><th scope="col">Not seen</th></tr></thead>
<tbody>
${COVERAGE_ROWS.map((row) => {
  const part = coverage[row];
  const share = part.total === 0 ? "–" : `${Math.floor((100 * part.covered) / part.total)} %`;
  return html`<tr><th scope="row">${COVERAGE_WORDS[row]}</th><td class="number">${part.covered}</td>
<td class="number">${part.total}</td><td class="wide share">${bar(part)} ${share}</td><td>${missingItems(part)}</td></tr>
`;
})}</tbody>
</table>
</section>`;
}
