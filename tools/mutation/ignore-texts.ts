import type { Ignorer } from "@stryker-mutator/api/ignore";

/** Excludes texts for people from mutation. */

/** The part of a node of Babel's syntax tree that is read here. */
interface Node {
  type: string;
  name?: string;
  key?: Node;
  callee?: Node;
  object?: Node;
  arguments?: Node[];
}

/** The index of the argument that is for people, by function. */
const CALLS: Record<string, number> = { Error: 0, fault: 3, malformed: 2 };

/** Ignores the texts of descriptions and errors, which no rule prescribes. */
export const ignoreTexts: Ignorer = {
  shouldIgnore(path) {
    const { node, parent } = path as { node: Node; parent: Node | null };
    return parent && isText(node, parent) ? "a text for people" : undefined;
  },
};

function isText(node: Node, parent: Node): boolean {
  if (parent.type === "ObjectProperty") return parent.key?.name === "description" && node !== parent.key;
  if (parent.callee?.object?.name === "console") return node !== parent.callee;
  const position = CALLS[parent.callee?.name ?? ""];
  return position !== undefined && parent.arguments?.[position] === node;
}
