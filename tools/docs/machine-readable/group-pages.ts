// Groups the pages of the site by the links of the navigation, for llms.txt and the sitemap.
import { isListed } from "../shell/search/search-index.ts";
import type { NavItem, Page, Part } from "../site-model.ts";

/** A group of pages under the title of the link that leads to them. */
export interface PageGroup {
  title: string;
  pages: readonly Page[];
}

function pathsOf({ href, items = [] }: NavItem): string[] {
  return [href.split(/[?#]/)[0] ?? href, ...items.flatMap(pathsOf)];
}

/** Groups all pages in the order of the navigation; `rest` are the pages to which it has no link. */
export function groupPages(parts: readonly Part[]): { groups: PageGroup[]; rest: Page[] } {
  const remaining = new Map(
    parts
      .flatMap(({ pages }) => pages)
      .filter(isListed)
      .map((page) => [page.path, page]),
  );
  const groups = parts
    .flatMap(({ nav }) => nav)
    .map((item): PageGroup => {
      const pages = [...new Set(pathsOf(item))].flatMap((path) => remaining.get(path) ?? []);
      for (const { path } of pages) remaining.delete(path);
      return { title: item.title, pages };
    });
  return { groups: groups.filter(({ pages }) => pages.length > 0), rest: [...remaining.values()] };
}
