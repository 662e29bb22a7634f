import { renderMermaidSVG } from "beautiful-mermaid";
import { html, raw } from "hono/html";
import { parseDiagram } from "../../guide/mermaid-diagram.ts";
import type { Markup } from "../site-model.ts";
import { addSpacing, removeSpacing } from "./diagram-spacing.ts";

/** The renderer sets texts in 11 and 13 pixels; that is small beside the text of a page. */
const SCALE = 1.15;

/**
 * Draws a Mermaid diagram as an SVG image within a page. Its colours are custom properties, which `guide.css` sets; it
 * has no styles of its own and loads nothing.
 * @param text with `accTitle` and `accDescr`
 * @param id begins every id in it, so that a page can have several
 * @throws Error where the diagram has no title or description, or is of a kind that cannot be drawn
 */
export function renderDiagram(text: string, id: string): Markup {
  const { title, description, drawing } = parseDiagram(text);
  if (title === "" || description === "") throw new Error("A diagram has no title or no description.");
  const svg = plain(
    removeSpacing(renderMermaidSVG(addSpacing(drawing), { padding: 8, layerSpacing: 32 })),
    id,
  );
  const [start, box = ""] = /^<svg [^>]*viewBox="([^"]+)"[^>]*>/.exec(svg) ?? [];
  if (start === undefined) throw new Error(`The diagram "${title}" was drawn without a size.`);
  const [, , width, height] = box.split(" ").map(Number);
  const scaled = (length = 0) => Math.ceil(length * SCALE);
  return html`<figure class="diagram">
<div class="scroll" tabindex="0" role="group" aria-label="${title}"><svg viewBox="${box}" width="${scaled(width)}" height="${scaled(height)}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-description"><title id="${id}-title">${title}</title><desc id="${id}-description">${description}</desc>${raw(svg.slice(start.length))}</div>
<figcaption>${title}</figcaption>
</figure>`;
}

/** Without the renderer's style sheet, styles and notes to itself, and with ids that are only this diagram's. */
function plain(svg: string, id: string): string {
  return svg
    .replaceAll(/<style>.*?<\/style>\s*/gs, "")
    .replaceAll(/ (?:style|data-[a-z-]+)="[^"]*"/g, "")
    .replaceAll(/ id="/g, ` id="${id}-`)
    .replaceAll(/url\(#/g, `url(#${id}-`)
    .replaceAll(/(\d+\.\d)\d{2,}/g, "$1")
    .trim();
}
