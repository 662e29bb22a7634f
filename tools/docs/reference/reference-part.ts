// Makes the part of the site with the reference.
import { join } from "node:path";
import { html, raw } from "hono/html";
import { bundleStyle } from "../shell/bundle-asset.ts";
import type { Page, Part } from "../site-model.ts";
import { headersPage } from "./lookup/headers-page.ts";
import { STYLE } from "./lookup/lookup-markup.ts";
import { problemsPage } from "./lookup/problems-page.ts";
import { statusesPage } from "./lookup/statuses-page.ts";
import { containerMarkup, redocAssets } from "./redoc/redoc-assets.ts";
import { type RenderedRedoc, renderRedoc } from "./redoc/render-redoc.ts";
import { referenceNav } from "./reference-navigation.ts";
import { referenceEntries } from "./reference-search-entries.ts";

/** Makes the reference of all operations, which Redoc renders, and pages of header fields, statuses and problem codes. */
export async function referencePart(): Promise<Part> {
  const rendered = await renderRedoc();
  const lookup = [headersPage(), statusesPage(), problemsPage()];
  return {
    nav: [referenceNav(lookup.map(({ title, path }) => ({ title, href: path })))],
    pages: [operationsPage(rendered), ...lookup],
    assets: [
      ...(await redocAssets(rendered)),
      { path: STYLE, content: await bundleStyle(join(import.meta.dirname, "style/lookup.css")) },
    ],
    entries: referenceEntries(),
  };
}

function operationsPage(rendered: RenderedRedoc): Page {
  return {
    path: "reference.html",
    title: "Reference",
    description: "Every operation with its parameters, its answers and the rules that bind there.",
    body: html`<h1 class="heard">Reference</h1>
<div class="reference">${raw(containerMarkup(rendered))}</div>`,
    styles: ["assets/reference.css"],
    scripts: ["assets/reference-document.js", "assets/reference.js"],
    // React, and what Redoc shows before it runs, set the style attribute of elements.
    csp: { "style-src": ["'unsafe-inline'"] },
  };
}
