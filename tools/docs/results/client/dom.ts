import { shorten, visible } from "../../../../conformance/results/text.ts";

/** A child: an element, or text, which never becomes markup. */
export type Child = Node | string | null;

/** Makes an element. `null` children are left out, so that a part may be missing. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** An element that the page was built with. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as T;
}

/** More than this of one text is nothing to read here. */
const LONGEST = 2000;

/** Text of a report as it may be shown: what a browser would hide or obey is spelt out. */
export function told(text: string): string {
  return visible(shorten(text, LONGEST), { lines: true });
}

/** Glyph and words, of which whoever hears the page gets the words. */
export function badge(glyph: string, words: string): HTMLElement {
  return el("span", { class: "badge" }, el("span", { "aria-hidden": "true" }, glyph), ` ${words}`);
}
