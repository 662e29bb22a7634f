import { linesOf } from "../../results/format-text.ts";

/** Number of characters at the end of a program's output that a message shows. */
const MOST_SAID = 600;

/**
 * The end of a program's output, in one line.
 * @param redact applied before the text is cut, because half of a secret would not be recognised
 * @returns "" for nothing
 */
export function outputTail(text: string, redact: (text: string) => string): string {
  const end = redact(text).slice(-MOST_SAID).trim();
  return end === "" ? "" : `; it said: ${linesOf(end).join(" | ")}`;
}
