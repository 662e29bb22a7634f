import { html } from "hono/html";
import { uriComponent, visible } from "../../results/format-text.ts";
import { GLYPHS, type OutcomeStyle, STYLE_WORDS } from "./outcome-style.ts";

/** Markup made by hono's `html`, which escapes every value put into it. */
export type Markup = ReturnType<typeof html>;

/** A look as glyph and word. */
export function badge(look: OutcomeStyle): Markup {
  return html`<span class="badge"><span aria-hidden="true">${GLYPHS[look]}</span> ${STYLE_WORDS[look]}</span>`;
}

/** Text from a server or a check with its line breaks; what a browser would hide or obey is spelt out. */
export function prose(text: string): string {
  return visible(text, { lines: true });
}

/** Link target for an element id: a `#` inside the id has to be escaped, everything else of an id may stand. */
export function fragment(id: string): string {
  return `#${uriComponent(id)}`;
}

/** A rule's sentence, its `code` in backticks set as code; a backtick without a partner stands for itself. */
export function sentenceMarkup(text: string): Markup {
  const parts = visible(text).split(/`([^`]+)`/);
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
