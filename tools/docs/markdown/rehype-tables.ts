/** Makes wide tables of the guide readable on a phone. */
import type { Element, Root } from "hast";
import { toString as textOf } from "hast-util-to-string";
import { visit } from "unist-util-visit";

const ROLES: Record<string, string> = {
  table: "table",
  thead: "rowgroup",
  tbody: "rowgroup",
  tr: "row",
  th: "columnheader",
  td: "cell",
};

/**
 * A rehype plugin that prepares tables for narrow screens, where `guide.css` stacks the cells of a row, each after the
 * head of its column. A stacked table is not a table to a browser any more, so its parts get roles.
 */
export function rehypeTables() {
  return (tree: Root): void => {
    visit(tree, "element", (table) => {
      if (table.tagName !== "table") return;
      const heads = elements(table, "th").map((head) => textOf(head).trim());
      table.properties.className = [heads.length > 2 ? "wide" : "narrow"];
      visit(table, "element", (part) => {
        // An empty corner is not the head of a column.
        if (part.tagName === "th" && textOf(part).trim() === "") part.tagName = "td";
        const role = ROLES[part.tagName];
        if (role !== undefined) part.properties.role = role;
        if (part.tagName !== "tr") return;
        elements(part, "td").forEach((cell, column) => {
          cell.properties.dataLabel = heads[column] ?? "";
        });
      });
    });
  };
}

function elements(within: Element, tagName: string): Element[] {
  const matches: Element[] = [];
  visit(within, "element", (node) => {
    if (node.tagName === tagName) matches.push(node);
  });
  return matches;
}
