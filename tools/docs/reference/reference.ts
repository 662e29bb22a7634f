import { join } from "node:path";
import { html, raw } from "hono/html";
import type { Page, Part } from "../page.ts";
import { style } from "../shell/bundle.ts";
import { referenceEntries } from "./entries.ts";
import { headersPage } from "./lookup/headers-page.ts";
import { STYLE } from "./lookup/parts.ts";
import { problemsPage } from "./lookup/problems-page.ts";
import { statusesPage } from "./lookup/statuses-page.ts";
import { referenceNav } from "./nav.ts";
import { container, redocAssets } from "./redoc/assets.ts";
import { type Rendered, render } from "./redoc/render.ts";

/** The reference of all operations, which Redoc shows, and pages to look a header, status or code up. */
export async function reference(): Promise<Part> {
  const rendered = await render();
  const lookup = [headersPage(), statusesPage(), problemsPage()];
  return {
    nav: [referenceNav(lookup.map(({ title, path }) => ({ title, href: path })))],
    pages: [operationsPage(rendered), ...lookup],
    assets: [
      ...(await redocAssets(rendered)),
      { path: STYLE, content: await style(join(import.meta.dirname, "style/lookup.css")) },
    ],
    entries: referenceEntries(),
  };
}

function operationsPage(rendered: Rendered): Page {
  return {
    path: "reference.html",
    title: "Reference",
    description: "Every operation with its parameters, its answers and the rules that bind there.",
    body: html`<h1 class="heard">Reference</h1>
<div class="reference">${raw(container(rendered))}</div>`,
    styles: ["assets/reference.css"],
    scripts: ["assets/reference-document.js", "assets/reference.js"],
    // React, and what Redoc shows before it runs, set the style attribute of elements.
    csp: { "style-src": ["'unsafe-inline'"] },
  };
}
