/** A piece of a line that looks the same all over. */
export interface Piece {
  text: string;
  /** Names of how it looks, e.g. `["bold", "red"]`. */
  looks: readonly string[];
}

const LOOKS: Record<string, string> = {
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

/** Parts the output of a program into lines and their pieces; it knows the colours and weights of ECMA-48's SGR. */
export function piecesOf(output: string): Piece[][] {
  let looks: string[] = [];
  return output.split("\n").map((line) => {
    const pieces: Piece[] = [];
    // Text and the parameters of a sequence by turns.
    line.split(SEQUENCE).forEach((part, index) => {
      if (index % 2 === 1) looks = part.split(";").reduce(applied, looks);
      else if (part !== "") pieces.push({ text: part, looks });
    });
    return pieces;
  });
}

/** @throws Error for a sequence that it does not know, which would be lost in silence */
function applied(looks: string[], code: string): string[] {
  if (code === "" || code === "0") return [];
  if (code === "22") return looks.filter((look) => !WEIGHTS.includes(look));
  if (code === "39") return looks.filter((look) => WEIGHTS.includes(look));
  const look = LOOKS[code];
  if (look === undefined) throw new Error(`The output has the sequence ${code}, which is not known.`);
  const others = WEIGHTS.includes(look) ? looks : looks.filter((one) => WEIGHTS.includes(one));
  return [...others, look];
}
