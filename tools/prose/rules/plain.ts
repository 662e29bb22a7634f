import type { TextlintKernelRule } from "@textlint/kernel";

/** A rule as textlint takes it. */
export type Rule = Extract<TextlintKernelRule["rule"], (...args: never[]) => unknown>;
type Context = Parameters<Rule>[0];

/** A node of textlint's tree, which is that of Markdown. */
interface Node {
  type: string;
  range: readonly [number, number];
  children?: readonly Node[];
  /** Of a link. */
  url?: string;
}

/** What is wrong in a paragraph, and where in its plain text. */
export interface Find {
  index: number;
  message: string;
}

const MARKED = ["Link", "Emphasis", "Strong"];

/** A rule that looks at one paragraph, heading or cell of a table after the other, as plain text. */
export function plainRule(look: (text: string) => Find[]): Rule {
  return (context) => {
    const visit = (node: Node) => {
      for (const { index, message } of look(plainText(node, context))) {
        const error = new context.RuleError(message, { padding: context.locator.at(index) });
        context.report(node as Parameters<Context["report"]>[0], error);
      }
    };
    return { Paragraph: visit, Header: visit, TableCell: visit };
  };
}

/**
 * The source of a paragraph, in which each place keeps its index: code is a word of `X`, a link is its text, a link to
 * a rule and the marks of emphasis are spaces.
 */
function plainText(node: Node, context: Context): string {
  const start = node.range[0];
  let text = context.getSource(node as Parameters<Context["getSource"]>[0]).replaceAll("\n", " ");
  const put = (from: number, to: number, filler: string) => {
    text = text.slice(0, from - start) + filler.repeat(to - from) + text.slice(to - start);
  };
  const walk = ({ type, range: [from, to], children = [], url }: Node) => {
    if (type === "Code") put(from, to, "X");
    if (type === "Html" || url?.startsWith("rule:")) return put(from, to, " ");
    if (MARKED.includes(type) && children.length > 0) {
      put(from, children[0]?.range[0] as number, " ");
      put(children.at(-1)?.range[1] as number, to, " ");
    }
    children.forEach(walk);
  };
  walk(node);
  return text;
}

/** What stands between quotation marks, as spaces: other people's words are theirs. */
export function withoutQuotations(text: string): string {
  return text.replaceAll(/"[^"]*"|“[^”]*”/g, (quotation) => " ".repeat(quotation.length));
}
