/** The known failures and the problems of a baseline on the page. */
import { html } from "hono/html";
import { plural, visible } from "../../results/format-text.ts";
import type { KnownFailure, Report } from "../../results/report-model.ts";
import { webAddress } from "../rule-page-url.ts";
import { fragment, type Markup, prose } from "./markup.ts";

function issueLink(issue: string): Markup {
  const url = webAddress(issue, ["https:"]);
  if (url === null) return html`<span>${visible(issue)}</span>`;
  return html`<a href="${url.href}" rel="noreferrer">${visible(url.href.replace("https://", ""))}</a>`;
}

/** The reason, last day and issue of an accepted failure. */
export function acceptance({ reason, issue, expires }: KnownFailure): Markup {
  const until =
    expires === null ? "no end" : html`until <time datetime="${visible(expires)}">${visible(expires)}</time>`;
  return html`<span class="why">${prose(reason)}</span> <span class="dim">accepted, ${until}${issue === null ? "" : html`, ${issueLink(issue)}`}</span>`;
}

/** The section of known failures, apart from the unexpected ones. */
export function knownFailures({ baseline }: Report): Markup | string {
  if (baseline === null || baseline.known.length === 0) return "";
  return html`<section aria-labelledby="known">
<h2 id="known">Known failures <span class="dim">${plural(baseline.known.length, "rule")}, from ${visible(baseline.file)}</span></h2>
<ul class="panel list">
${baseline.known.map(
  (
    failure,
  ) => html`<li data-outcome="known"><a class="id" href="${fragment(failure.rule)}">${failure.rule}</a>
<span>${acceptance(failure)}</span></li>
`,
)}</ul>
</section>`;
}

/** The wrong entries of the baseline; each of them fails the run. */
export function baselineProblems({ baseline }: Report): Markup | string {
  if (baseline === null || baseline.problems.length === 0) return "";
  return html`<h2 class="aside">What is wrong with ${visible(baseline.file)}</h2>
<ul class="panel list">
${baseline.problems.map(
  ({ line, message }) => html`<li data-outcome="violated"><span class="dim">line ${line}</span>
<span>${prose(message)}</span></li>
`,
)}</ul>`;
}
