import MiniSearch from "minisearch";
import type { Entry, Page, Part } from "../../site-model.ts";
import { OPTIONS } from "./index-options.ts";

/** What stands where a page can see it: classic scripts work from disk, `fetch` does not. */
const GLOBAL = "sync2Search";

/** Whether a page stands in lists and is found; what a host shows in place of others is not. */
export function isListed({ root }: Page): boolean {
  return root === undefined;
}

/** Everything that can be found, each thing once: what the parts name, and every page that they do not. */
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

/** The index of a search over `entries`, as JSON. */
export function searchIndexOf(entries: readonly Entry[]): string {
  const index = new MiniSearch(OPTIONS);
  index.addAll(entries.map((entry, id) => ({ ...entry, id })));
  return JSON.stringify(index);
}

/** A classic script that hands the index over, as text, which is quicker to read than as code. */
export function indexScript(entries: readonly Entry[]): string {
  return `globalThis.${GLOBAL}=${JSON.stringify(searchIndexOf(entries))};\n`;
}
