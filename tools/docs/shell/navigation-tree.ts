// Makes the navigation of a page.
import { html } from "hono/html";
import type { Markup, NavItem, Page } from "../site-model.ts";

/** Makes a URL of a path below the root of the site, for links of a page. */
export type PathToUrl = (path: string) => string;

/** `href` of the link that is current for a page: its own, that of `under`, or that of its folder. */
function currentHref(
  { path, under }: Pick<Page, "path" | "under">,
  all: readonly NavItem[],
): string | undefined {
  const hrefs = new Set(flatten(all).map(({ href }) => href));
  const folder = `${path.slice(0, path.lastIndexOf("/") + 1)}index.html`;
  return [path, under, folder].find((href) => href !== undefined && hrefs.has(href));
}

function flatten(items: readonly NavItem[]): NavItem[] {
  return items.flatMap((item) => [item, ...flatten(item.items ?? [])]);
}

/** True if the link or one below it leads to `href`. */
function contains({ href: own, items = [] }: NavItem, href: string | undefined): boolean {
  return own === href || items.some((item) => contains(item, href));
}

/** Makes the tree of links. The branch of the page is open, and its link is marked as current. */
export function navigationTree(
  items: readonly NavItem[],
  page: Pick<Page, "path" | "under">,
  to: PathToUrl,
): Markup | string {
  const marked = currentHref(page, items);
  // `true` for a link that is not the page's own.
  const current = marked === page.path ? "page" : "true";
  // A page without a link has the first branch open.
  const first = items.find((item) => item.items !== undefined);
  const isOpen = (item: NavItem) => (marked === undefined ? item === first : contains(item, marked));
  const list = (links: readonly NavItem[]): Markup => html`<ul>
${links.map((item) => {
  const { title, href, method, items: below = [] } = item;
  const currentAttribute = href === marked ? html` aria-current="${current}"` : "";
  const label = method ? html` <span class="method" data-method="${method}">${method}</span>` : "";
  const branch =
    below.length === 0
      ? ""
      : html`<details${isOpen(item) ? html` open` : ""}><summary aria-label="Below ${title}"></summary>${list(below)}</details>`;
  return html`<li${below.length > 0 ? html` class="branch"` : ""}><a href="${to(href)}"${currentAttribute}><span>${title}</span>${label}</a>${branch}</li>
`;
})}</ul>`;
  return items.length === 0 ? "" : list(items);
}
