// Makes the search index of the site.
import MiniSearch from "minisearch";
import type { Entry, Page, Part } from "../../site-model.ts";
import { OPTIONS } from "./index-options.ts";

/** The global variable with the index. Classic scripts work from disk, `fetch` does not. */
const GLOBAL = "sync2Search";

/** True for a page that lists and the search show; false for pages such as `404.html`. */
export function isListed({ root }: Page): boolean {
  return root === undefined;
}

/** All entries without duplicates: those of the parts, and one for every other page. */
export function allEntries(parts: readonly Part[]): Entry[] {
  const named = parts.flatMap(({ entries }) => entries);
  const known = new Set(named.map(({ href }) => href));
  const pages = parts
    .flatMap((part) => part.pages)
    .filter((page) => isListed(page) && !known.has(page.path))
    .map(({ path, title, description }): Entry => ({ kind: "page", title, href: path, text: description }));
  const unique = new Map(
    [...named, ...pages].map((entry) => [JSON.stringify([entry.href, entry.title]), entry]),
  );
  return [...unique.values()];
}

/** Makes the search index of entries, as JSON. */
export function searchIndexOf(entries: readonly Entry[]): string {
  const index = new MiniSearch(OPTIONS);
  index.addAll(entries.map((entry, id) => ({ ...entry, id })));
  return JSON.stringify(index);
}

/** Makes a classic script that assigns the index as a string, which browsers parse faster than code. */
export function indexScript(entries: readonly Entry[]): string {
  return `globalThis.${GLOBAL}=${JSON.stringify(searchIndexOf(entries))};\n`;
}
