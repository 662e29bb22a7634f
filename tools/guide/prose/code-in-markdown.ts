// Finds all code in a Markdown file.
import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { visit } from "unist-util-visit";

/** A block of code, or code in a sentence. */
export interface Code {
  /** Language of a block, e.g. `yaml`, or empty; null for code in a sentence. */
  language: string | null;
  text: string;
  /** Line of the file on which the text begins, from 1. */
  line: number;
}

/** Finds all code in a Markdown file, in the order of the text. */
export function codeIn(source: string): Code[] {
  const tree: Nodes = unified().use(remarkParse).use(remarkGfm).parse(source);
  const codes: Code[] = [];
  visit(tree, (node) => {
    const line = node.position?.start.line ?? 0;
    if (node.type === "code") codes.push({ language: node.lang ?? "", text: node.value, line: line + 1 });
    if (node.type === "inlineCode")
      codes.push({ language: null, text: node.value.replaceAll("\n", " "), line });
  });
  return codes;
}
