import type { Element, ElementContent, Root } from "hast";
import { visit } from "unist-util-visit";
import { type RuleId, rules } from "../../../generated/rules.ts";
import { link } from "../site-model.ts";

/** Paths below the root of the site, by the target in Markdown. */
export type LinkTargets = Readonly<Record<string, string>>;

/**
 * A rehype plugin that turns targets of links into URLs of the site: `rule:<id>`, `<chapter>.md`, headings, https, and
 * the keys of `linkTargets`.
 * @param from path of the page
 * @throws Error for any other target
 */
export function rehypeLinks(from: string, linkTargets: LinkTargets = {}) {
  return (tree: Root): void => {
    let count = 0;
    visit(tree, "element", (node, index, parent) => {
      if (node.tagName !== "a" || !parent || index === undefined) return undefined;
      const target = String(node.properties.href);
      if (target.startsWith("rule:")) {
        count += 1;
        parent.children[index] = ruleLink(node, target.slice("rule:".length), from, `tip-${count}`);
        return index + 1;
      }
      node.properties.href = urlOf(target, from, linkTargets);
      if (target.startsWith("https://")) node.properties.rel = ["external", "noopener"];
      return undefined;
    });
  };
}

function urlOf(target: string, from: string, linkTargets: LinkTargets): string {
  const named = linkTargets[target];
  if (named !== undefined) return link(from, named);
  if (/^(?:https:\/\/|#)/.test(target)) return target;
  const [, name, fragment = ""] = /^([\w.-]+)\.md(#.*)?$/.exec(target) ?? [];
  if (name === undefined) throw new Error(`${from} links to ${target}, which the site does not have.`);
  return link(from, `guide/${name}.html${fragment}`);
}

/** A link with the sentence of the rule as a tooltip, which shows while the link has the pointer or the focus. */
function ruleLink(node: Element, id: string, from: string, tip: string): Element {
  if (!Object.hasOwn(rules, id)) throw new Error(`${from} links to the rule ${id}, which does not exist.`);
  const { level, text } = rules[id as RuleId];
  node.properties.href = link(from, `rules/${id}.html`);
  node.properties.ariaDescribedBy = [tip];
  return element("span", { className: ["rule-link"] }, [
    node,
    element("span", { className: ["tip"], role: "tooltip", id: tip }, [
      element("strong", {}, [{ type: "text", value: level }]),
      { type: "text", value: " " },
      ...sentence(text),
    ]),
  ]);
}

function sentence(text: string): ElementContent[] {
  return text.split(/`([^`]+)`/).map((value, index) => {
    const inner = { type: "text" as const, value };
    return index % 2 === 1 ? element("code", {}, [inner]) : inner;
  });
}

function element(tagName: string, properties: Element["properties"], children: ElementContent[]): Element {
  return { type: "element", tagName, properties, children };
}
