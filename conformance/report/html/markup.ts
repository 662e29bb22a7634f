/** Small pieces of escaped HTML that every part of the page uses. */
import { html } from "hono/html";
import { uriComponent, visible } from "../../results/format-text.ts";
import { type OutcomeStyle, STYLE_GLYPHS, STYLE_WORDS } from "./outcome-style.ts";

/** Markup of hono's `html`, which escapes every value in it. */
export type Markup = ReturnType<typeof html>;

/** A style as glyph and word. */
export function badge(style: OutcomeStyle): Markup {
  return html`<span class="badge"><span aria-hidden="true">${STYLE_GLYPHS[style]}</span> ${STYLE_WORDS[style]}</span>`;
}

/** Text of a server or a check with its line breaks; characters that a browser would hide or obey are escaped. */
export function prose(text: string): string {
  return visible(text, { lines: true });
}

/** The URL fragment of an element id; a `#` inside the id has to be escaped. */
export function fragment(id: string): string {
  return `#${uriComponent(id)}`;
}

/** A rule's sentence, with text in backticks as code; an unpaired backtick stays a backtick. */
export function sentenceMarkup(text: string): Markup {
  const parts = visible(text).split(/`([^`]+)`/);
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
