// Defines what the site consists of: parts, pages, assets, links of the navigation and search entries.
import type { html } from "hono/html";

/** Markup of hono's `html`, which escapes every value. */
export type Markup = ReturnType<typeof html>;

/** Kinds of search results. */
export const ENTRY_KINDS = ["operation", "status", "header", "rule", "guide", "workflow", "page"] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** An entry of the search. */
export interface Entry {
  kind: EntryKind;
  /** E.g. `PUT /{partition}/{collection}/{id}`, `X-Weave-Backoff`, `record.created`. */
  title: string;
  /** Path below the root of the site, with a fragment for a part of a page. */
  href: string;
  /** Text that is searched and excerpted, in addition to the title. */
  text: string;
}

/** Directives of a content security policy to which a page may add sources. */
export type Directive =
  | "script-src"
  | "style-src"
  | "img-src"
  | "font-src"
  | "connect-src"
  | "worker-src"
  | "child-src";

/** A page of the site. */
export interface Page {
  /** Path below the root of the site, e.g. `rules/record.created.html`. */
  path: string;
  title: string;
  /** A sentence for search engines and lists of pages. */
  description: string;
  /** Content of `<main>`, which begins with the heading of the first level. */
  body: Markup;
  /** Headings of the second level, shown beside the page. */
  contents?: readonly { title: string; fragment: string }[];
  /** Paths of style sheets and classic scripts, in addition to those of every page. */
  styles?: readonly string[];
  scripts?: readonly string[];
  /** True for a page that takes the whole width, over which the navigation opens. */
  wide?: boolean;
  /** `href` of the link that is current in the navigation, for a page without its own link. */
  under?: string;
  /**
   * Sources that the page needs in addition to the files of the site, e.g. `{ "style-src": ["'unsafe-inline'"] }`. Each
   * one weakens the policy of the page. A host is never allowed.
   */
  csp?: Partial<Record<Directive, readonly string[]>>;
  /**
   * Path of the root of the site on its host, e.g. `/1.0.0/`, for links of a page that a host shows at any path, such as
   * `404.html`. Lists of pages and the search leave such a page out.
   */
  root?: string;
}

/** A file that is not a page. */
export interface Asset {
  path: string;
  content: string | Uint8Array;
}

/** A link of the navigation, with the links below it. */
export interface NavItem {
  title: string;
  /** Path below the root of the site. */
  href: string;
  /** The method of an operation. */
  method?: string;
  items?: readonly NavItem[];
}

/** A part of the site: guide, reference, rules, … */
export interface Part {
  nav: readonly NavItem[];
  pages: readonly Page[];
  assets: readonly Asset[];
  entries: readonly Entry[];
}

/**
 * Makes a relative URL, so that the site works from any folder, also from disk.
 * @param from path of the page that links
 * @param to path below the root of the site, with or without a fragment
 */
export function link(from: string, to: string): string {
  const up = "../".repeat(from.split("/").length - 1);
  return `${up}${to}` || "./";
}
