import type { Ignorer } from "@stryker-mutator/api/ignore";

/** As much of a node of Babel's syntax tree as is looked at here. */
interface Node {
  type: string;
  name?: string;
  key?: Node;
  callee?: Node;
  object?: Node;
  arguments?: Node[];
}

/** Which argument of a call is for people. */
const CALLS: Record<string, number> = { Error: 0, fault: 3, malformed: 2 };

/** Leaves alone what is only there to be read by people: no rule binds the words of a description or an error. */
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
