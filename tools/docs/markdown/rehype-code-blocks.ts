import type { Element, Root } from "hast";
import { toString as textOf } from "hast-util-to-string";
import { visit } from "unist-util-visit";
import { renderDiagram } from "./render-diagram.ts";

/** A rehype plugin that draws diagrams, and makes other blocks of code scrollable by keyboard. */
export function rehypeCodeBlocks() {
  return (tree: Root): void => {
    let count = 0;
    visit(tree, "element", (node, index, parent) => {
      if (node.tagName !== "pre" || !parent || index === undefined) return;
      const code = node.children[0] as Element;
      const classes = (code.properties.className ?? []) as string[];
      if (!classes.includes("language-mermaid")) {
        node.properties.tabIndex = 0;
        return;
      }
      count += 1;
      parent.children[index] = {
        type: "raw",
        value: String(renderDiagram(textOf(code), `diagram-${count}`)),
      };
    });
  };
}
