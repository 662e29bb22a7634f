/** Not white space to any parser, and drawn as nothing: it makes the renderer leave room. */
const BLANK = "\u2800";

/** Of the renderer, in pixels: about how wide a letter of a message and a blank are, and how far lanes are apart. */
const LETTER = 6.1;
const BLANK_WIDTH = 7.4;
const GAP = 72;

/** What stays empty around a sequence diagram. */
const MARGIN = 8;

/**
 * Makes room where the renderer leaves too little: around the texts on edges, which it measures in a narrow font, and
 * between the lanes of a sequence diagram, which it puts apart by the names of the actors alone. `tighten` takes what
 * stands for the room out of the drawing.
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

/** Each message fits between two lanes. */
function widenLanes(drawing: string): string {
  const messages = [...drawing.matchAll(/>>\w+:(.*)$/gm)].map(([, text = ""]) => text.trim().length);
  const wanted = Math.max(0, ...messages) * LETTER + 24;
  return drawing.replaceAll(/^(\s*participant \S+ as )(.+)$/gm, (_, start: string, name: string) => {
    const missing = Math.max(0, wanted - GAP - name.length * BLANK_WIDTH);
    const side = BLANK.repeat(Math.ceil(missing / BLANK_WIDTH / 2));
    return `${start}${side}${name}${side}`;
  });
}

/** The drawing of what was widened, its boxes as wide as the names of the actors, and nothing empty around them. */
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

/** @param edges where boxes begin and end; those of the actors are the outermost things drawn */
function crop(svg: string, edges: readonly number[]): string {
  const left = Math.min(...edges) - MARGIN;
  const width = Math.max(...edges) + MARGIN - left;
  const top = Number(/<g class="actor"[^>]*>\s*<rect[^>]* y="([\d.]+)"/.exec(svg)?.[1] ?? 0) - MARGIN;
  return svg.replace(
    /viewBox="0 0 [\d.]+ ([\d.]+)"/,
    (_, height: string) => `viewBox="${left} ${top} ${width} ${Number(height) - 2 * top}"`,
  );
}
