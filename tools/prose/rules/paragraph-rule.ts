// Makes rules of style for textlint that check the plain text of a paragraph.
import type { TextlintKernelRule } from "@textlint/kernel";

/** The type of a textlint rule. */
export type Rule = Extract<TextlintKernelRule["rule"], (...args: never[]) => unknown>;
type Context = Parameters<Rule>[0];

/** A node of the syntax tree that textlint makes of Markdown. */
interface Node {
  type: string;
  range: readonly [number, number];
  children?: readonly Node[];
  /** The target of a link. */
  url?: string;
}

/** A flaw in a paragraph. */
interface Flaw {
  /** Index in the plain text of the paragraph. */
  index: number;
  message: string;
}

const WITH_MARKS = ["Link", "Emphasis", "Strong"];

/** Makes a textlint rule of a function that finds flaws in the plain text of a paragraph, heading or table cell. */
export function paragraphRule(findFlaws: (text: string) => Flaw[]): Rule {
  return (context) => {
    const visit = (node: Node) => {
      for (const { index, message } of findFlaws(plainText(node, context))) {
        const error = new context.RuleError(message, { padding: context.locator.at(index) });
        context.report(node as Parameters<Context["report"]>[0], error);
      }
    };
    return { Paragraph: visit, Header: visit, TableCell: visit };
  };
}

/**
 * Makes plain text of a paragraph and keeps every index: code becomes a word of `X`, a link its text, and a link to a
 * rule and the marks of emphasis become spaces.
 */
function plainText(node: Node, context: Context): string {
  const start = node.range[0];
  let text = context.getSource(node as Parameters<Context["getSource"]>[0]).replaceAll("\n", " ");
  const overwrite = (from: number, to: number, filler: string) => {
    text = text.slice(0, from - start) + filler.repeat(to - from) + text.slice(to - start);
  };
  const walk = ({ type, range: [from, to], children = [], url }: Node) => {
    if (type === "Code") overwrite(from, to, "X");
    if (type === "Html" || url?.startsWith("rule:")) return overwrite(from, to, " ");
    if (WITH_MARKS.includes(type) && children.length > 0) {
      overwrite(from, children[0]?.range[0] as number, " ");
      overwrite(children.at(-1)?.range[1] as number, to, " ");
    }
    children.forEach(walk);
  };
  walk(node);
  return text;
}

/** Replaces quotations by spaces, since the rules are not for the words of other people. */
export function withoutQuotations(text: string): string {
  return text.replaceAll(/"[^"]*"|“[^”]*”/g, (quotation) => " ".repeat(quotation.length));
}
