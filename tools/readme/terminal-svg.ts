import { html, raw } from "hono/html";
import { parseTerminalOutput, type StyledText } from "./parse-terminal-output.ts";

/** Longest line in columns. Longer lines are cut, as in a terminal that does not wrap. */
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
 * Draws the output of a program as an SVG image.
 * @param output text with escape sequences for colours
 * @param title one line for readers who do not see the image; `description` is for them too
 */
export async function terminalSvg(output: string, title: string, description: string): Promise<string> {
  const lines = parseTerminalOutput(output.trimEnd());
  const width = COLUMNS * COLUMN + 2 * MARGIN;
  const height = lines.length * LINE + 2 * MARGIN;
  const rows = lines.map(
    (
      pieces,
      index,
    ) => html`<text x="${MARGIN}" y="${MARGIN + (index + 0.75) * LINE}">${cutToWidth(pieces).map(span)}</text>
`,
  );
  const svg =
    await html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${title}</title>
<desc id="description">${description}</desc>
<style>${raw(STYLE)}</style>
<rect width="${width}" height="${height}" rx="8" fill="#011627"/>
${rows}</svg>
`;
  return String(svg);
}

/** Sets the width of a text by its columns, whatever font there is. */
function span({ text, styles }: StyledText) {
  const length = [...text].length * COLUMN;
  return html`<tspan class="${styles.join(" ")}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${text}</tspan>`;
}

function cutToWidth(pieces: readonly StyledText[]): StyledText[] {
  let remaining = COLUMNS;
  return pieces.flatMap((piece) => {
    const characters = [...piece.text];
    const fits = characters.length <= remaining;
    const text = fits ? piece.text : `${characters.slice(0, Math.max(0, remaining - 1)).join("")}…`;
    const visible = remaining > 0 ? [{ ...piece, text }] : [];
    remaining -= characters.length;
    return visible;
  });
}
