import { html } from "hono/html";
import type { Outcome } from "../model.ts";
import { visible } from "../text.ts";
import { OUTCOME_WORDS } from "../words.ts";

/** Markup made by hono's `html`, which escapes every value put into it. */
export type Markup = ReturnType<typeof html>;

/** Shapes that differ without colour; none of them is drawn as an emoji. */
export const GLYPHS: Readonly<Record<Outcome, string>> = {
  passed: "✓",
  violated: "✕",
  inconsistent: "≠",
  untested: "○",
  notApplicable: "–",
  inconclusive: "?",
  broken: "!",
};

/** The outcome as glyph and word. */
export function outcomeBadge(outcome: Outcome): Markup {
  return html`<span class="badge"><span aria-hidden="true">${GLYPHS[outcome]}</span> ${OUTCOME_WORDS[outcome]}</span>`;
}

/** Text from a server or a check with its line breaks; what a browser would hide or obey is spelt out. */
export function prose(text: string): string {
  return visible(text, { lines: true });
}

/** Link target for an element id: a `#` inside the id has to be escaped, everything else of an id may stand. */
export function fragment(id: string): string {
  return `#${encodeURIComponent(id)}`;
}

/** A rule's sentence, its `code` in backticks set as code; a backtick without a partner stands for itself. */
export function sentenceMarkup(text: string): Markup {
  const parts = visible(text).split(/`([^`]+)`/);
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
