import type { html } from "hono/html";

/** Markup made by hono's `html`, which escapes every value put into it. */
export type Markup = ReturnType<typeof html>;

/** What a search can find. */
export const ENTRY_KINDS = ["operation", "status", "header", "rule", "guide", "workflow", "page"] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Something that a search finds, and where it leads. */
export interface Entry {
  kind: EntryKind;
  /** E.g. `PUT /{partition}/{collection}/{id}`, `X-Weave-Backoff`, `record.created`. */
  title: string;
  /** Below the root of the site, with a fragment where it is a part of a page. */
  href: string;
  /** Words by which it is found beside its title, and of which an excerpt is shown. */
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
  /** Below the root of the site, e.g. `rules/record.created.html`. */
  path: string;
  title: string;
  /** One sentence: for search engines, and for whoever reads the list of pages. */
  description: string;
  /** What stands in `<main>`; it begins with the heading of the first level. */
  body: Markup;
  /** Headings of the second level, shown beside the page. */
  contents?: readonly { title: string; fragment: string }[];
  /** Style sheets and classic scripts beside those of every page, below the root of the site. */
  styles?: readonly string[];
  scripts?: readonly string[];
  /** Takes the whole width: the page brings its own columns, and the navigation opens over it. */
  wide?: boolean;
  /** `href` of the link of the navigation below which it stands, where it has none of its own. */
  under?: string;
  /**
   * Sources that it needs beside the files of the site, e.g. `{ "style-src": ["'unsafe-inline'"] }`. Each is an
   * opening in a policy that otherwise allows nothing but those files: no host ever belongs here.
   */
  csp?: Partial<Record<Directive, readonly string[]>>;
  /**
   * Path of the root of the site on its host, e.g. `/1.0.0/`, from which it links: for a page that a host shows at any
   * path, such as `404.html`. It stands in no list of pages, and no search finds it.
   */
  root?: string;
}

/** A file that is no page. */
export interface Asset {
  path: string;
  content: string | Uint8Array;
}

/** A link of the navigation, with those below it. */
export interface NavItem {
  title: string;
  /** Below the root of the site. */
  href: string;
  /** The method of an operation. */
  method?: string;
  items?: readonly NavItem[];
}

/** What one part of the site (guide, reference, rules, …) consists of. */
export interface Part {
  nav: readonly NavItem[];
  pages: readonly Page[];
  assets: readonly Asset[];
  entries: readonly Entry[];
}

/**
 * A relative URL, so that the site works from any folder, from disk too.
 * @param from path of the page that links
 * @param to path below the root of the site, with or without a fragment
 */
export function link(from: string, to: string): string {
  const up = "../".repeat(from.split("/").length - 1);
  return `${up}${to}` || "./";
}
