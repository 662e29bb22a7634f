// Makes the home page of the site.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { html } from "hono/html";
import { renderSummary } from "../../../conformance/report/render-summary.ts";
import type { Report } from "../../../conformance/results/report-model.ts";
import openapi from "../../../generated/openapi.json" with { type: "json" };
import { rules } from "../../../generated/rules.ts";
import type { Markup, Part } from "../site-model.ts";
import { documentCounts } from "./document-counts.ts";

const STYLE = "assets/home.css";

/** The first block of commands in the README. */
async function readmeCommands(): Promise<string> {
  const readme = await readFile(join(import.meta.dirname, "../../../README.md"), "utf8");
  const [, block] = /^```sh\n([^`]+)```$/m.exec(readme) ?? [];
  if (block === undefined) throw new Error("README.md has no ```sh block to show.");
  return block.trimEnd();
}

/** The summary of the run, as a terminal shows it. */
function summary(report: Report): string {
  return renderSummary(report, rules, { color: false, columns: 80 }).trim();
}

function linkBox(title: string, text: string, links: readonly [title: string, href: string][]): Markup {
  return html`<section class="door"><h2>${title}</h2><p>${text}</p><ul>
${links.map(
  ([name, href]) => html`<li><a href="${href}">${name}</a></li>
`,
)}</ul></section>`;
}

function linkBoxes(ruleCount: number): Markup {
  return html`<div class="doors">
${linkBox("Learn", "The ideas in the order in which you need them, and what became of Sync 1.5.", [
  ["Guide", "guide/index.html"],
  ["Sessions", "guide/sessions.html"],
  ["Migrating from Sync 1.5", "guide/migrating-from-1.5.html"],
])}
${linkBox(
  "Look up",
  `Each request, status and header, and the ${ruleCount} rules that bind a server, where they bind.`,
  [
    ["Reference", "reference.html"],
    ["Rules", "rules/index.html"],
    ["Errors", "guide/errors.html"],
  ],
)}
${linkBox("Check", "The suite says which rules your server keeps, and shows what it saw.", [
  ["Checking a server", "checking/index.html"],
  ["Results of a run", "results.html"],
  ["For programs", "machine-readable.html"],
])}
</div>`;
}

/** Makes the home page: what Sync 2.0 is, and links to the parts of the site. */
export async function homePart(report: Report): Promise<Part> {
  const [introduction = ""] = openapi.info.description.split("\n\n");
  const { verdict, startedAt } = report;
  const body = html`<h1>Sync 2.0</h1>
<p class="lead">${openapi.info.summary} ${introduction}</p>
<p>It follows Sync 1.5, which Firefox and self-hosted servers speak, and is specified as an OpenAPI document with numbered
rules, each one sentence with an id that stays. A suite checks any server against them, rule by rule, from outside.</p>
${linkBoxes(Object.keys(rules).length)}
<dl class="figures">
${documentCounts().map(
  ({ count, noun }) => html`<div><dt>${noun}</dt><dd>${count}</dd></div>
`,
)}</dl>
<section id="check">
<h2>Check a server</h2>
<pre tabindex="0" aria-label="Commands"><code>${await readmeCommands()}</code></pre>
<p>Without an endpoint URL, the command checks the reference server. Below is how such a run ended for this version,
started ${startedAt.slice(0, 10)}; its verdict is <strong>${verdict}</strong>. To check your server, give
<code>npx sync2-protocol check</code> its endpoint URL.</p>
<pre tabindex="0" aria-label="Summary of a run"><samp>${summary(report)}</samp></pre>
</section>`;
  const style = await readFile(join(import.meta.dirname, "home.css"), "utf8");
  return {
    nav: [],
    pages: [
      {
        path: "index.html",
        title: "Home",
        description: `${openapi.info.summary} Its specification, its rules, and how to check a server against them.`,
        body,
        styles: [STYLE],
      },
    ],
    assets: [{ path: STYLE, content: style }],
    entries: [],
  };
}
