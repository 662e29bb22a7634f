/** Ways to write a character otherwise: percent-encoding, escapes of JSON and JavaScript, references of HTML. */
const SPELT =
  /%[0-9a-f]{2}|\\u[0-9a-f]{4}|\\u\{[0-9a-f]{1,6}\}|\\x[0-9a-f]{2}|\\["'\\/bfnrt]|&#[0-9]{1,7};?|&#x[0-9a-f]{1,6};?|&(?:amp|lt|gt|quot|apos);/gi;

const NAMED: Readonly<Record<string, string>> = {
  "\\b": "\b",
  "\\f": "\f",
  "\\n": "\n",
  "\\r": "\r",
  "\\t": "\t",
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
};

/** A text in which every character stands for itself, and where each of them comes from. */
export interface SpelledOut {
  text: string;
  /** The place in the original text at which a character begins; that of the end is the last one. */
  origin(place: number): number;
}

/**
 * Takes away the encodings that write one character at a time.
 * @returns null where there are none
 */
export function spelledOut(text: string): SpelledOut | null {
  if (!/[%\\&]/.test(text)) return null;
  const parts: string[] = [];
  /** Where what was replaced ends, here and there. */
  const here: number[] = [0];
  const there: number[] = [0];
  let length = 0;
  let last = 0;
  for (const found of text.matchAll(SPELT)) {
    const character = meaningOf(found[0]);
    if (character === null) continue;
    const plain = text.slice(last, found.index);
    last = found.index + found[0].length;
    parts.push(plain, character);
    // The character itself begins before the place that is noted first, and after it the text goes on.
    here.push(length + plain.length, length + plain.length + character.length);
    there.push(found.index, last);
    length += plain.length + character.length;
  }
  if (parts.length === 0) return null;
  parts.push(text.slice(last));
  const origin = (place: number) => {
    const index = lastAtMost(here, place);
    return (there[index] as number) + place - (here[index] as number);
  };
  return { text: parts.join(""), origin };
}

function meaningOf(spelt: string): string | null {
  const lower = spelt.toLowerCase();
  const named = NAMED[lower];
  if (named !== undefined) return named;
  if (/^\\[^ux]/.test(lower)) return lower.slice(1);
  const isDecimal = /^&#[0-9]/.test(lower);
  const code = Number.parseInt(lower.replaceAll(/[^0-9a-f]/g, ""), isDecimal ? 10 : 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

/** The last index of an ascending list whose number is at most this one. */
function lastAtMost(numbers: readonly number[], most: number): number {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] as number) <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}
