import type { Element, Nodes } from "hast";
import { toString as textOf } from "hast-util-to-string";
import rehypeParse from "rehype-parse";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import type { Page } from "../site-model.ts";

/** The elements of a page's own markup, as a browser reads it. */
export function elementsOf({ body }: Pick<Page, "body">): Element[] {
  return within(unified().use(rehypeParse, { fragment: true }).parse(String(body)));
}

/** All elements below `node`, it too if it is one, in the order of the document. */
export function within(node: Nodes): Element[] {
  const found: Element[] = [];
  visit(node, "element", (element) => {
    found.push(element);
  });
  return found;
}

export function hasClass({ properties }: Element, name: string): boolean {
  return Array.isArray(properties.className) && properties.className.includes(name);
}

/** The text of an element, white space as one space. */
export function words(node: Nodes): string {
  return textOf(node).replaceAll(/\s+/g, " ").trim();
}

/** What the policy of the site forbids in a page, or what would load something from elsewhere. */
export function foreignTo(elements: readonly Element[]): string[] {
  return elements.flatMap(({ tagName, properties }) => [
    ...(["style", "script", "iframe", "link"].includes(tagName) ? [`<${tagName}>`] : []),
    ...Object.entries(properties).flatMap(([name, value]) => {
      const text = String(value);
      if (name === "style" || /^on/i.test(name)) return [`${tagName} ${name}`];
      if (tagName !== "a" && /^(?:src|href|xLinkHref)$/.test(name)) return [`${tagName} ${name}=${text}`];
      return /url\((?!#)|@import/.test(text) ? [`${tagName} ${name}=${text}`] : [];
    }),
  ]);
}
