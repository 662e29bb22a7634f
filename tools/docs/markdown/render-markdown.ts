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

/** What follows a heading, up to the next. */
export interface Section {
  /** 1 for the heading of the whole. */
  level: number;
  title: string;
  fragment: string;
  /** Its prose, without examples and diagrams. */
  text: string;
}

export interface RenderedMarkdown {
  body: Markup;
  /** The heading of the first level leads. */
  sections: Section[];
}

/**
 * Renders Markdown of this project: GitHub's, with links to rules (`rule:<id>`) and to chapters (`<name>.md`), and
 * diagrams in `mermaid` blocks. Headings get the fragments that GitHub gives them.
 * @param from path of the page below the root of the site
 * @param linkTargets what else it may link to, as it stands there: paths below the root of the site
 * @throws Error for HTML in it, and for links to what the site does not have
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
    // Of the diagrams, which are raw already.
    .use(rehypeStringify, { allowDangerousHtml: true })
    .processSync(source);
  return { body: raw(String(body)), sections };
}

/** It would vanish without a word. */
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
      if (level !== undefined) sections.push(begin(node, Number(level)));
      else if (last) last.text = `${last.text} ${spaced(node)}`.trim();
    }
  };
}

function begin(heading: Element, level: number): Section {
  return { level, title: textOf(heading), fragment: String(heading.properties.id), text: "" };
}

function spaced(node: Element): string {
  return textOf(node).replaceAll(/\s+/g, " ").trim();
}
