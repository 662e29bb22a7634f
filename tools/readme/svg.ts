import { html, raw } from "hono/html";
import { type Piece, piecesOf } from "./terminal.ts";

/** Columns that are shown; what is longer is cut, as in a terminal that does not wrap. */
const COLUMNS = 112;
const COLUMN = 8;
const LINE = 19;
const MARGIN = 20;

const STYLE = `
  text { font: 13.33px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d6deeb; white-space: pre; }
  .bold { font-weight: 700; }
  .dim { fill: #9aa7b8; }
  .red { fill: #ff7b85; }
  .green { fill: #7fd88f; }
  .yellow { fill: #e6c07b; }
  .blue { fill: #82aaff; }
  .magenta { fill: #d19aff; }
  .cyan { fill: #7fdbca; }
`;

/**
 * A picture of what a program printed.
 * @param output with the colours of a terminal
 * @param title one line, and `description`, for who does not see it
 */
export async function pictureOf(output: string, title: string, description: string): Promise<string> {
  const lines = piecesOf(output.trimEnd());
  const width = COLUMNS * COLUMN + 2 * MARGIN;
  const height = lines.length * LINE + 2 * MARGIN;
  const rows = lines.map(
    (
      pieces,
      index,
    ) => html`<text x="${MARGIN}" y="${MARGIN + (index + 0.75) * LINE}">${cut(pieces).map(span)}</text>
`,
  );
  const picture =
    await html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${title}</title>
<desc id="description">${description}</desc>
<style>${raw(STYLE)}</style>
<rect width="${width}" height="${height}" rx="8" fill="#011627"/>
${rows}</svg>
`;
  return String(picture);
}

/** Each piece has the width of its columns, whatever font there is. */
function span({ text, looks }: Piece) {
  const length = [...text].length * COLUMN;
  return html`<tspan class="${looks.join(" ")}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${text}</tspan>`;
}

function cut(pieces: readonly Piece[]): Piece[] {
  let left = COLUMNS;
  return pieces.flatMap((piece) => {
    const characters = [...piece.text];
    const fits = characters.length <= left;
    const text = fits ? piece.text : `${characters.slice(0, Math.max(0, left - 1)).join("")}…`;
    const shown = left > 0 ? [{ ...piece, text }] : [];
    left -= characters.length;
    return shown;
  });
}
