import type { Element, Root } from "hast";
import rehypeParse from "rehype-parse";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import { parseMarkdown } from "../../guide/parse-markdown.ts";

/** What a file of the site has to do with links. */
export interface FileLinks {
  /** Fragments that lead into it. */
  ids: Set<string>;
  /** Ids that it gives to several elements. */
  twice: Set<string>;
  /** Where it leads, as written; those that begin with `/` or a scheme too. */
  targets: Set<string>;
}

const PROPERTIES = ["href", "src", "action", "poster", "data"];

/** What the kinds of files have to say, by the end of the path; other kinds lead nowhere. */
const READERS: [end: RegExp, read: (text: string) => FileLinks][] = [
  [/\.html$/, readHtml],
  [/\.css$/, (text) => targetsOnly(matches(text, /\burl\(["']?([^"')]+)["']?\)/g))],
  [/^llms\.txt$/, (text) => targetsOnly(parseMarkdown(text).links.map(({ target }) => target))],
  [/^sitemap\.xml$/, (text) => targetsOnly(matches(text, /<loc>([^<]+)<\/loc>/g))],
  [/^assets\/search-index\.js$/, (text) => targetsOnly(foundBySearch(text))],
];

/** Reads the file at `path` below the root of the site; null where nothing of its kind has links. */
export function readLinks(path: string, content: string | Uint8Array): FileLinks | null {
  const read = READERS.find(([end]) => end.test(path))?.[1];
  return read?.(typeof content === "string" ? content : new TextDecoder().decode(content)) ?? null;
}

function readHtml(text: string): FileLinks {
  const linked = { ids: new Set<string>(), twice: new Set<string>(), targets: new Set<string>() };
  readTree(unified().use(rehypeParse).parse(text), linked);
  return linked;
}

function readTree(tree: Root, linked: FileLinks): void {
  const { ids, twice, targets } = linked;
  visit(tree, "element", ({ properties, content }: Element) => {
    const { id } = properties;
    if (typeof id === "string") (ids.has(id) ? twice : ids).add(id);
    for (const name of PROPERTIES) {
      if (typeof properties[name] === "string") targets.add(properties[name]);
    }
    // A template, which a script puts into the page.
    if (content) readTree(content, linked);
  });
}

function targetsOnly(targets: readonly string[]): FileLinks {
  return { ids: new Set(), twice: new Set(), targets: new Set(targets) };
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((found) => found[1] as string);
}

/** The index of MiniSearch, which stores where each thing is shown: a string of JSON handed to a global. */
function foundBySearch(script: string): string[] {
  const index = JSON.parse(script.slice(script.indexOf("=") + 1).replace(/;\s*$/, ""));
  const { storedFields } = JSON.parse(index) as { storedFields: Record<string, { href: string }> };
  // It leads from the root, whatever folder its script stands in.
  return Object.values(storedFields).map(({ href }) => `../${href}`);
}
