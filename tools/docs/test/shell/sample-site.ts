import { html } from "hono/html";
import { report, sampleResults } from "../../../../conformance/test/support/sample-report.ts";
import { type Rule, rules } from "../../../../generated/rules.ts";
import { homePart } from "../../home/home-part.ts";
import { machineReadablePart } from "../../machine-readable/machine-readable-part.ts";
import { renderPages } from "../../shell/render-pages.ts";
import type { Asset, Entry, Page, Part } from "../../site-model.ts";

const entries: Entry[] = [
  {
    kind: "operation",
    title: "PUT /{partition}/{collection}/{id}",
    href: "reference.html#/records/putrecord",
    text: "Create or replace a record",
  },
  {
    kind: "operation",
    title: "POST /{partition}/{collection}/{id}",
    href: "reference.html#/records/postrecord",
    text: "Update fields of a record",
  },
  {
    kind: "status",
    title: "412 Precondition Failed",
    href: "reference.html#/412",
    text: "precondition-failed: the version is newer, and nothing was done",
  },
  {
    kind: "status",
    title: "403 Forbidden",
    href: "reference.html#/403",
    text: "quota-exceeded, upgrade-client, session-scope",
  },
  {
    kind: "header",
    title: "X-Weave-Backoff",
    href: "reference.html#/backoff",
    text: "Seconds for which the client sends nothing.",
  },
  {
    kind: "header",
    title: "Retry-After",
    href: "reference.html#/retry",
    text: "Seconds after which the request may be sent again, beside X-Weave-Backoff.",
  },
  {
    kind: "guide",
    title: "Errors: 412",
    href: "guide/errors.html#412",
    text: "412 tells that somebody wrote meanwhile. X-Weave-Backoff is not about it; record.created neither.",
  },
  {
    kind: "guide",
    title: "Backoff and retry: X-Weave-Backoff",
    href: "guide/errors.html#backoff",
    text: `${"Much is said before it. ".repeat(20)}X-Weave-Backoff asks clients to wait, and quota-exceeded does not.`,
  },
  ...Object.entries<Rule>(rules).map(
    ([id, { text }]): Entry => ({ kind: "rule", title: id, href: `rules/${id}.html`, text }),
  ),
];

const page = (path: string, title: string, more: Partial<Page> = {}): Page => ({
  path,
  title,
  description: `About ${title.toLowerCase()}.`,
  body: html`<h1>${title}</h1><p>Some <code>code</code>, and <a href="#end">a link</a>.</p>
<pre tabindex="0"><code><span class="hljs-attr">"payload"</span>: <span class="hljs-string">"text"</span> <span class="hljs-number">1</span> <span class="hljs-comment"># note</span> <span class="hljs-keyword">null</span></code></pre>
<div class="scroll" tabindex="0" role="group" aria-label="A table"><table><thead><tr><th scope="col">Name</th><th scope="col">${"Long".repeat(60)}</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody></table></div>
<blockquote><p>Mind this.</p></blockquote>
<h2 id="middle">Middle</h2>${Array.from({ length: 40 }, () => html`<p>Words, one after the other.</p>`)}<h2 id="end">End</h2><p>Done.</p>`,
  ...more,
});

/** Parts like those of the site, small: pages with and without a place in the navigation, and all kinds of entries. */
const made: Part = {
  nav: [
    {
      title: "Guide",
      href: "guide/index.html",
      items: [{ title: "Errors", href: "guide/errors.html" }],
    },
    {
      title: "Reference",
      href: "reference.html",
      items: [
        {
          title: "Records",
          href: "reference.html#/records",
          items: [
            { title: "Create or replace", href: "reference.html#/records/putrecord", method: "PUT" },
            { title: "Delete", href: "reference.html#/records/deleterecord", method: "DELETE" },
          ],
        },
      ],
    },
    {
      title: "Rules",
      href: "rules/index.html",
      items: [{ title: "record", href: "rules/index.html#record" }],
    },
  ],
  pages: [
    page("guide/index.html", "Guide"),
    page("guide/errors.html", 'Errors & "quotes" <b>', {
      contents: [
        { title: "Middle", fragment: "middle" },
        { title: "End", fragment: "end" },
      ],
    }),
    page("reference.html", "Reference", { wide: true, csp: { "style-src": ["'unsafe-inline'"] } }),
    page("rules/index.html", "Rules"),
    page("rules/record.created.html", "record.created", { under: "rules/index.html#record" }),
    page("rules/record.head.html", "record.head"),
  ],
  assets: [],
  entries,
};

/** The run of which the home page tells. */
export const REPORT = report(sampleResults());

/** The parts of the small site. */
export async function sampleParts(base?: URL): Promise<Part[]> {
  const parts = [await homePart(REPORT), made];
  return [...parts, await machineReadablePart(parts, "1.2.3", base)];
}

/** All files of the small site. */
export async function sampleSite(base?: URL): Promise<Asset[]> {
  const parts = await sampleParts(base);
  return [...parts.flatMap(({ assets }) => assets), ...(await renderPages(parts, "1.2.3"))];
}

/** Text of a file of the site. */
export function textOf(files: readonly Asset[], path: string): string {
  const found = files.find((file) => file.path === path);
  if (found === undefined) throw new Error(`the site has no ${path}`);
  return String(found.content);
}
