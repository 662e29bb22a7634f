import { html } from "hono/html";
import type { Markup } from "../page.ts";
import { STATE_GLYPHS, STATE_WORDS } from "./looks.ts";
import type { State } from "./overlay/overlay.ts";
import { ruleList } from "./rules.ts";
import { responsesTable } from "./table.ts";

/** What the colours mean, exactly. */
const LEGEND: readonly [State, string][] = [
  ["seen", "a response that met the document was seen, and no rule was seen violated there"],
  ["missing", "no response that met the document was seen: nothing is known"],
  ["violated", "a rule was seen violated there, by a check or by the watch over every exchange"],
  ["known", "the same, but the baseline of the run says that this was to be expected"],
  ["undeclared", "came, though the document does not declare it there, and broke no rule"],
];

function legend(): Markup {
  return html`<dl class="legend">
${LEGEND.map(
  ([state, meaning]) =>
    html`<div><dt data-is="${state}"><span aria-hidden="true">${STATE_GLYPHS[state]}</span> ${STATE_WORDS[state]}</dt> <dd>${meaning}</dd></div>
`,
)}<div><dt>blank</dt> <dd>not declared, and not seen</dd></div>
</dl>`;
}

/** What stands in the page before a report is laid over it. */
export function body({ document, suite }: { document: string; suite: string }): Markup {
  return html`<h1>Results</h1>
<p>A run of the suite, laid over the document: every status and header field of every operation, and every rule, with
what a <code>report.json</code> says of it.</p>
<div id="overlay" class="overlay" data-document="${document}" data-suite="${suite}">
<section class="drop" aria-label="Open a report">
<p data-needs-script hidden><label class="file"><input type="file" id="report-file" accept=".json,application/json"><span>Open a report.json</span></label> or drop it anywhere on this page.</p>
<noscript><p>Laying a report over this page needs JavaScript. The file <code>index.html</code> that a run writes beside <code>report.json</code> shows it without.</p></noscript>
<p id="said" role="status"></p>
<p id="refused" class="refused" role="alert" hidden></p>
<p class="dim">Nothing is uploaded: the report stays in this browser, and the policy of this page
(<code>connect-src 'self'</code>) lets it ask nothing of any other site. The example is the run of the reference server that this
documentation was built with, <a href="example-report.json" download>example-report.json</a>, reduced to the few exchanges that
colour every cell.</p>
<details class="dim"><summary>Link to a report</summary>
<p>Over HTTP, <code>results.html#report=path/to/report.json</code> opens a report of the same site, its path relative to this page. From disk
browsers forbid it: choose the file, or drop it.</p></details>
</section>
<section id="summary" aria-label="Summary"></section>
<section aria-labelledby="responses">
<h2 id="responses">Responses and header fields</h2>
<p>A row for each operation, a column for each status. A cell tells of the response with its header fields; open it for those and
the rules that bind there. Opening an operation adds a row for each header field. In the table, arrow keys lead from cell to cell.</p>
${legend()}
<p class="dim"><small>3/4</small> under a mark: so many of the declared header fields were seen.</p>
<p data-needs-script hidden><button type="button" id="fields-open" aria-pressed="false">Show all header fields</button></p>
<div class="scroll">
${responsesTable()}
</div>
<h3>Header fields that any response may have</h3>
<ul id="anywhere" class="anywhere"></ul>
<div id="elsewhere" hidden><h3>Violated rules that no single response shows</h3>
<ul class="bound"></ul></div>
</section>
<section aria-labelledby="rules">
<h2 id="rules" tabindex="-1">Rules</h2>
<form id="rule-filter" role="search" aria-label="Filter rules" hidden>
<fieldset id="outcomes"><legend>Outcome</legend></fieldset>
<label>Text <input type="search" name="text" autocomplete="off" spellcheck="false"></label>
<button type="reset">Show all</button>
<output id="rules-shown" aria-live="polite"></output>
</form>
${ruleList()}
</section>
</div>`;
}
