import { html, raw } from "hono/html";
import { type Asset, link, type Page, type Part } from "../page.ts";

/** Sets each page into the frame of the site: navigation, search, switch between light and dark. */
export async function renderPages(parts: readonly Part[], version: string): Promise<Asset[]> {
  const nav = parts.flatMap((part) => part.nav);
  const frame = (page: Page) => html`${raw("<!doctype html>")}
<html lang="en">
<head><meta charset="utf-8"><title>${page.title} · Sync 2.0</title></head>
<body><nav>${nav.map(({ title, href }) => html`<a href="${link(page.path, href)}">${title}</a> `)}</nav><main>${page.body}</main>${version}</body>
</html>`;
  const pages = parts.flatMap((part) => part.pages);
  return Promise.all(pages.map(async (page) => ({ path: page.path, content: String(await frame(page)) })));
}
