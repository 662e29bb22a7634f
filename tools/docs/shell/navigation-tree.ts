import { html } from "hono/html";
import type { Markup, NavItem, Page } from "../site-model.ts";

/** Makes a URL of a path below the root of the site, as seen from the page that is being made. */
export type PathToUrl = (path: string) => string;

/** `href` of the link under which a page stands: its own, that which it names, or that of its folder. */
function placeOf({ path, under }: Pick<Page, "path" | "under">, all: readonly NavItem[]): string | undefined {
  const hrefs = new Set(flat(all).map(({ href }) => href));
  const folder = `${path.slice(0, path.lastIndexOf("/") + 1)}index.html`;
  return [path, under, folder].find((href) => href !== undefined && hrefs.has(href));
}

function flat(items: readonly NavItem[]): NavItem[] {
  return items.flatMap((item) => [item, ...flat(item.items ?? [])]);
}

/** Whether the link, or one below it, leads to `href`. */
function holds({ href: own, items = [] }: NavItem, href: string | undefined): boolean {
  return own === href || items.some((item) => holds(item, href));
}

/** The tree of links, the branch of the page open and the page marked in it. */
export function navigationTree(
  items: readonly NavItem[],
  page: Pick<Page, "path" | "under">,
  to: PathToUrl,
): Markup | string {
  const place = placeOf(page, items);
  // Where the link is not the page's own, it is the nearest thing to it.
  const current = place === page.path ? "page" : "true";
  // A page that has no place there shows what there is to read first.
  const first = items.find((item) => item.items !== undefined);
  const isOpen = (item: NavItem) => (place === undefined ? item === first : holds(item, place));
  const list = (links: readonly NavItem[]): Markup => html`<ul>
${links.map((item) => {
  const { title, href, method, items: below = [] } = item;
  const here = href === place ? html` aria-current="${current}"` : "";
  const label = method ? html` <span class="method" data-method="${method}">${method}</span>` : "";
  const branch =
    below.length === 0
      ? ""
      : html`<details${isOpen(item) ? html` open` : ""}><summary aria-label="Below ${title}"></summary>${list(below)}</details>`;
  return html`<li${below.length > 0 ? html` class="branch"` : ""}><a href="${to(href)}"${here}><span>${title}</span>${label}</a>${branch}</li>
`;
})}</ul>`;
  return items.length === 0 ? "" : list(items);
}
