// Parses what a program prints to a terminal: text with escape sequences for colours.
/** A part of a line that has one style. */
export interface StyledText {
  text: string;
  /** E.g. `["bold", "red"]`. */
  styles: readonly string[];
}

const STYLES: Record<string, string> = {
  1: "bold",
  2: "dim",
  31: "red",
  32: "green",
  33: "yellow",
  34: "blue",
  35: "magenta",
  36: "cyan",
};
const WEIGHTS = ["bold", "dim"];

const ESCAPE = String.fromCharCode(27);
const SEQUENCE = new RegExp(`${ESCAPE}\\[([0-9;]*)m`);

/** Parses the output of a program into lines of styled text. It knows the colours and weights of ECMA-48 (SGR). */
export function parseTerminalOutput(output: string): StyledText[][] {
  let styles: string[] = [];
  return output.split("\n").map((line) => {
    const texts: StyledText[] = [];
    // Text and the parameters of a sequence alternate.
    line.split(SEQUENCE).forEach((part, index) => {
      if (index % 2 === 1) styles = part.split(";").reduce(withCode, styles);
      else if (part !== "") texts.push({ text: part, styles });
    });
    return texts;
  });
}

/**
 * The styles after a parameter of a sequence.
 * @throws Error for an unknown parameter, which would be lost in silence
 */
function withCode(styles: string[], code: string): string[] {
  if (code === "" || code === "0") return [];
  if (code === "22") return styles.filter((style) => !WEIGHTS.includes(style));
  if (code === "39") return styles.filter((style) => WEIGHTS.includes(style));
  const style = STYLES[code];
  if (style === undefined) throw new Error(`The output has the unknown sequence ${code}.`);
  const others = WEIGHTS.includes(style) ? styles : styles.filter((other) => WEIGHTS.includes(other));
  return [...others, style];
}
