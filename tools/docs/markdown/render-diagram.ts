import { renderMermaidSVG } from "beautiful-mermaid";
import { html, raw } from "hono/html";
import { parseDiagram } from "../../guide/mermaid-diagram.ts";
import type { Markup } from "../site-model.ts";
import { addSpacing, removeSpacing } from "./diagram-spacing.ts";

/** Enlarges the texts of the renderer, which have 11 and 13 pixels, to fit the text of a page. */
const SCALE = 1.15;

/**
 * Draws a Mermaid diagram as an SVG image inside of a page. `guide.css` sets its colours by custom properties. The image
 * has no styles and loads nothing.
 * @param text the diagram, with `accTitle` and `accDescr`
 * @param id prefix of every id in the image, so that a page can have several
 * @throws Error if the diagram has no title or description, or if its kind cannot be drawn
 */
export function renderDiagram(text: string, id: string): Markup {
  const { title, description, drawing } = parseDiagram(text);
  if (title === "" || description === "") throw new Error("A diagram has no title or no description.");
  const svg = cleanSvg(
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

/** Removes the styles and `data-` attributes of the renderer, and prefixes ids. */
function cleanSvg(svg: string, id: string): string {
  return svg
    .replaceAll(/<style>.*?<\/style>\s*/gs, "")
    .replaceAll(/ (?:style|data-[a-z-]+)="[^"]*"/g, "")
    .replaceAll(/ id="/g, ` id="${id}-`)
    .replaceAll(/url\(#/g, `url(#${id}-`)
    .replaceAll(/(\d+\.\d)\d{2,}/g, "$1")
    .trim();
}
