import { linesOf } from "../../results/text.ts";

/** Characters of what a program said that a message repeats: the last ones. */
const MOST_SAID = 600;

/**
 * The end of what a program said, in one line.
 * @param redact is applied before the text is cut: a secret across the cut would otherwise show its second half
 * @returns "" for nothing
 */
export function outputTail(text: string, redact: (text: string) => string): string {
  const end = redact(text).slice(-MOST_SAID).trim();
  return end === "" ? "" : `; it said: ${linesOf(end).join(" | ")}`;
}
