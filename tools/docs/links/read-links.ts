// Reads the links and ids of a file of the site: HTML, CSS, llms.txt, sitemap and search index.
import type { Element, Root } from "hast";
import rehypeParse from "rehype-parse";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import { parseMarkdown } from "../../guide/parse-markdown.ts";

/** The links of a file, and the ids to which links can lead. */
export interface FileLinks {
  /** Ids of its elements. */
  ids: Set<string>;
  /** Ids that several elements have. */
  duplicateIds: Set<string>;
  /** Targets of its links, as written. */
  targets: Set<string>;
}

/** Attributes of HTML elements that hold a URL. */
const PROPERTIES = ["href", "src", "action", "poster", "data"];

/** Readers by the end of the path; other files have no links. */
const READERS: [end: RegExp, read: (text: string) => FileLinks][] = [
  [/\.html$/, readHtml],
  [/\.css$/, (text) => targetsOnly(matches(text, /\burl\(["']?([^"')]+)["']?\)/g))],
  [/^llms\.txt$/, (text) => targetsOnly(parseMarkdown(text).links.map(({ target }) => target))],
  [/^sitemap\.xml$/, (text) => targetsOnly(matches(text, /<loc>([^<]+)<\/loc>/g))],
  [/^assets\/search-index\.js$/, (text) => targetsOnly(searchTargets(text))],
];

/** Reads the links of the file at `path`; null if files of its kind have no links. */
export function readLinks(path: string, content: string | Uint8Array): FileLinks | null {
  const read = READERS.find(([end]) => end.test(path))?.[1];
  return read?.(typeof content === "string" ? content : new TextDecoder().decode(content)) ?? null;
}

function readHtml(text: string): FileLinks {
  const linked = { ids: new Set<string>(), duplicateIds: new Set<string>(), targets: new Set<string>() };
  readTree(unified().use(rehypeParse).parse(text), linked);
  return linked;
}

function readTree(tree: Root, linked: FileLinks): void {
  const { ids, duplicateIds, targets } = linked;
  visit(tree, "element", ({ properties, content }: Element) => {
    const { id } = properties;
    if (typeof id === "string") (ids.has(id) ? duplicateIds : ids).add(id);
    for (const name of PROPERTIES) {
      if (typeof properties[name] === "string") targets.add(properties[name]);
    }
    // The content of a template, which a script may insert into the page.
    if (content) readTree(content, linked);
  });
}

function targetsOnly(targets: readonly string[]): FileLinks {
  return { ids: new Set(), duplicateIds: new Set(), targets: new Set(targets) };
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] as string);
}

/** Targets in the index of MiniSearch, a JSON string that the script assigns to a global variable. */
function searchTargets(script: string): string[] {
  const index = JSON.parse(script.slice(script.indexOf("=") + 1).replace(/;\s*$/, ""));
  const { storedFields } = JSON.parse(index) as { storedFields: Record<string, { href: string }> };
  // Targets are relative to the root of the site; the script is in a folder.
  return Object.values(storedFields).map(({ href }) => `../${href}`);
}
