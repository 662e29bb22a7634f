/** Renders a report as one self-contained HTML page. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { html, raw } from "hono/html";
import type { RuleSentences } from "../results/format-exchange.ts";
import { visible } from "../results/format-text.ts";
import type { Report } from "../results/report-model.ts";
import { reportBody } from "./html/report-body.ts";
import { rulePage } from "./rule-page-url.ts";

/** Reads a file beside the templates, with the line ends that a browser hashes, whatever git made of them. */
function asset(name: string): string {
  return readFileSync(new URL(`./html/${name}`, import.meta.url), "utf8").replaceAll("\r\n", "\n");
}

const STYLES = [
  "page.css",
  "report.css",
  "banner.css",
  "results.css",
  "filter.css",
  "rule.css",
  "endpoints.css",
];

/** Options of the HTML page. */
export interface HtmlOptions {
  /** URL of the documentation that rules link to, http or https; null for no links. */
  docs: string | null;
}

function source(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}

/**
 * The report as one self-contained HTML file. It contains its style and script, which the content security policy
 * allows by hash; the policy forbids every request. The script only filters: without it the page shows every result.
 *
 * @param sentences rule texts by id; a rule without one is shown by its id alone
 */
export function renderHtml(
  report: Report,
  sentences: RuleSentences,
  { docs }: HtmlOptions = { docs: null },
): string {
  const style = STYLES.map(asset).join("");
  const script = asset("page.js");
  const policy = [
    "default-src 'none'",
    `style-src ${source(style)}`,
    `script-src ${source(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${report.verdict}: Sync 2.0 conformance of ${visible(report.target.endpoint)}</title>
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#results">Skip to the results</a>
<main class="report">
<h1>Sync 2.0 conformance</h1>
${reportBody(report, { sentences, pageOf: (rule) => rulePage(rule, docs) })}
</main>
<script>${raw(script)}</script>
</body>
</html>
`;
  // A browser would obey remaining control characters, or they would fool a reader; style and script have none.
  return visible(page.toString(), { lines: true });
}
