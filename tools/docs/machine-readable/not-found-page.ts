import { html } from "hono/html";
import type { Page } from "../site-model.ts";

/**
 * Makes `404.html`, which a host shows for paths without a page. It has to link by the path of the root, since a host
 * shows it at any path.
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
