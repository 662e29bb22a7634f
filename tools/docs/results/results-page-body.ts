import { html, raw } from "hono/html";
import type { Markup } from "../site-model.ts";

/**
 * Makes the body of the results page.
 * @param example markup of the report that the page shows first
 */
export function resultsPageBody(
  example: string,
  { document, suite }: { document: string; suite: string },
): Markup {
  return html`<h1>Results</h1>
<p>What a run of the suite found, as the <code>index.html</code> beside its <code>report.json</code> shows it: every rule, and every
status and header field of every operation.</p>
<section class="drop" aria-label="Open a report">
<p data-needs-script hidden><label class="file"><input type="file" id="report-file" accept=".json,application/json"><span>Open a report.json</span></label> or drop it anywhere on this page.</p>
<noscript><p>Opening another report needs JavaScript. The file <code>index.html</code> that a run writes beside <code>report.json</code> shows it without.</p></noscript>
<p id="said" role="status">This is the example: the reference server. Drop yours here.</p>
<p id="refused" class="refused" role="alert" hidden></p>
<p class="dim">Nothing is uploaded: the report stays in this browser, and the policy of this page
(<code>connect-src 'self'</code>) lets it ask nothing of any other site. The example is the run of the reference server that this
documentation was built with, <a href="example-report.json" download>example-report.json</a>, reduced to the few exchanges that
mark every cell.</p>
<details class="dim"><summary>Link to a report</summary>
<p>Over HTTP, <code>results.html#report=path/to/report.json</code> opens a report of the same site, its path relative to this page;
<code>&amp;outcome=violated</code> after it shows the violated rules alone. From disk browsers forbid it: choose the file, or drop it.</p></details>
</section>
<div id="report" class="report" data-shows="example" data-document="${document}" data-suite="${suite}">
${raw(example)}
</div>`;
}
