// Renders Markdown as HTML for pages of the site.
import type { Element, Root } from "hast";
import { toString as textOf } from "hast-util-to-string";
import { raw } from "hono/html";
import type { Root as MarkdownRoot } from "mdast";
import rehypeAutolinkHeadings from "rehype-autolink-headings";
import rehypeSlug from "rehype-slug";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import type { Markup } from "../site-model.ts";
import { common, rehypeHighlight } from "./highlight.js";
import { httpGrammar } from "./http-grammar.ts";
import { rehypeCodeBlocks } from "./rehype-code-blocks.ts";
import { type LinkTargets, rehypeLinks } from "./rehype-links.ts";
import { rehypeTables } from "./rehype-tables.ts";

/** A heading, and the text up to the next one. */
export interface Section {
  /** Level of the heading; 1 for that of the page. */
  level: number;
  title: string;
  fragment: string;
  /** The prose, without examples and diagrams. */
  text: string;
}

/** Markdown as HTML, with its sections. */
export interface RenderedMarkdown {
  body: Markup;
  /** The first one is that of the heading of the first level. */
  sections: Section[];
}

/**
 * Renders GitHub's Markdown, with links to rules (`rule:<id>`) and to chapters (`<name>.md`), and with diagrams in
 * `mermaid` blocks. Headings get the fragments that GitHub gives them.
 * @param from path of the page below the root of the site
 * @param linkTargets further targets of links, with their paths below the root of the site
 * @throws Error for HTML, and for links to pages that the site does not have
 */
export function renderMarkdown(
  source: string,
  from: string,
  linkTargets: LinkTargets = {},
): RenderedMarkdown {
  const sections: Section[] = [];
  const body = unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(refuseHtml, from)
    .use(remarkRehype)
    .use(rehypeSlug)
    .use(collectSections, sections)
    .use(rehypeCodeBlocks)
    .use(rehypeHighlight, { languages: { ...common, http: httpGrammar }, plainText: ["text"] })
    .use(rehypeTables)
    .use(rehypeLinks, from, linkTargets)
    .use(rehypeAutolinkHeadings, {
      behavior: "append",
      test: ["h2", "h3", "h4"],
      properties: (heading) => ({ className: ["anchor"], ariaLabel: `Link to “${textOf(heading)}”` }),
      content: { type: "text", value: "#" },
    })
    // Diagrams are HTML already.
    .use(rehypeStringify, { allowDangerousHtml: true })
    .processSync(source);
  return { body: raw(String(body)), sections };
}

/** Throws for HTML, which would vanish silently. */
function refuseHtml(from: string) {
  return (tree: MarkdownRoot): void => {
    visit(tree, "html", ({ value }) => {
      throw new Error(`${from} has HTML in its Markdown: ${value}`);
    });
  };
}

function collectSections(sections: Section[]) {
  return (tree: Root): void => {
    for (const node of tree.children) {
      if (node.type !== "element" || node.tagName === "pre") continue;
      const level = /^h([1-6])$/.exec(node.tagName)?.[1];
      const last = sections.at(-1);
      if (level !== undefined) sections.push(beginSection(node, Number(level)));
      else if (last) last.text = `${last.text} ${textInOneLine(node)}`.trim();
    }
  };
}

function beginSection(heading: Element, level: number): Section {
  return { level, title: textOf(heading), fragment: String(heading.properties.id), text: "" };
}

function textInOneLine(node: Element): string {
  return textOf(node).replaceAll(/\s+/g, " ").trim();
}
