import { html } from "hono/html";
import type { Page } from "../site-model.ts";

/**
 * What a host shows where there is no page. It may be shown at any path, so it can only link from the root, and is
 * only made where that is known.
 */
export function notFoundPage(base: URL): Page {
  return {
    path: "404.html",
    title: "Not found",
    description: "There is no such page.",
    root: base.pathname,
    body: html`<h1>There is no such page</h1>
<p>The address may be misspelt, or be that of another version. Search for it, or begin at the
<a href="${base.pathname}index.html">first page</a>.</p>`,
  };
}
