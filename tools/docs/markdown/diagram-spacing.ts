// Spaces the texts of Mermaid diagrams, for which the renderer leaves too little room.
/** An invisible character that is not white space to parsers, so the renderer leaves room for it. */
const BLANK = "\u2800";

/** Measures of the renderer in pixels: a letter of a message, a blank, and the gap between lanes. */
const LETTER = 6.1;
const BLANK_WIDTH = 7.4;
const GAP = 72;

/** Empty space around a sequence diagram, in pixels. */
const MARGIN = 8;

/**
 * Adds blanks where the renderer leaves too little room: around the texts on edges, which it measures in a narrow font,
 * and between the lanes of a sequence diagram, whose distance depends on the names of the actors alone. `removeSpacing`
 * removes the blanks from the image.
 */
export function addSpacing(drawing: string): string {
  return /^\s*sequenceDiagram/.test(drawing) ? widenLanes(drawing) : widenLabels(drawing);
}

function widenLabels(drawing: string): string {
  const padded = (text: string) => {
    const side = BLANK.repeat(Math.ceil(text.length * 0.06));
    return `${side}${text}${side}`;
  };
  return drawing
    .replaceAll(/(>\|)([^|]+)(?=\|)/g, (_, start: string, text: string) => `${start}${padded(text)}`)
    .replaceAll(/^(\s*\S+ --> \S+: )(.+)$/gm, (_, start: string, text: string) => `${start}${padded(text)}`);
}

/** Widens the lanes of a sequence diagram, so that each message fits between two of them. */
function widenLanes(drawing: string): string {
  const messages = [...drawing.matchAll(/>>\w+:(.*)$/gm)].map(([, text = ""]) => text.trim().length);
  const wanted = Math.max(0, ...messages) * LETTER + 24;
  return drawing.replaceAll(/^(\s*participant \S+ as )(.+)$/gm, (_, start: string, name: string) => {
    const missing = Math.max(0, wanted - GAP - name.length * BLANK_WIDTH);
    const side = BLANK.repeat(Math.ceil(missing / BLANK_WIDTH / 2));
    return `${start}${side}${name}${side}`;
  });
}

/** Removes the blanks from the image, narrows the boxes of the actors to their names, and crops the image. */
export function removeSpacing(svg: string): string {
  const edges: number[] = [];
  const narrowed = svg.replaceAll(
    /(<g class="actor"[^>]*>\s*<rect) x="([\d.]+)"( y="[\d.]+") width="([\d.]+)"([^>]*>\s*<text[^>]*>)([^<]*)/g,
    (_, start: string, x: string, y: string, width: string, rest: string, label: string) => {
      const name = label.replaceAll(BLANK, "");
      const narrow = Math.min(Number(width), Math.max(80, name.length * 8 + 32));
      const left = Number(x) + (Number(width) - narrow) / 2;
      edges.push(left, left + narrow);
      return `${start} x="${left}"${y} width="${narrow}"${rest}${name}`;
    },
  );
  return (edges.length === 0 ? narrowed : crop(narrowed, edges)).replaceAll(BLANK, "");
}

/**
 * Crops the image to the boxes of the actors, which are its outermost elements.
 * @param edges left and right edges of the boxes
 */
function crop(svg: string, edges: readonly number[]): string {
  const left = Math.min(...edges) - MARGIN;
  const width = Math.max(...edges) + MARGIN - left;
  const top = Number(/<g class="actor"[^>]*>\s*<rect[^>]* y="([\d.]+)"/.exec(svg)?.[1] ?? 0) - MARGIN;
  return svg.replace(
    /viewBox="0 0 [\d.]+ ([\d.]+)"/,
    (_, height: string) => `viewBox="${left} ${top} ${width} ${Number(height) - 2 * top}"`,
  );
}
