/** Decodes encoded characters in a text, so that a secret is found in any encoding. */

/** Encoded characters: percent-encoding, escapes of JSON and JavaScript, character references of HTML. */
const ENCODED =
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

/** A decoded text, with the original position of each character. */
export interface DecodedText {
  text: string;
  /** The position in the original text of a character, or of the end. */
  origin(position: number): number;
}

/**
 * Decodes all encoded characters of a text.
 * @returns null if there are none
 */
export function decodeEscapes(text: string): DecodedText | null {
  if (!/[%\\&]/.test(text)) return null;
  const parts: string[] = [];
  /** Corresponding positions in the decoded text and in the original text. */
  const decoded: number[] = [0];
  const original: number[] = [0];
  let length = 0;
  let last = 0;
  for (const match of text.matchAll(ENCODED)) {
    const character = decodeCharacter(match[0]);
    if (character === null) continue;
    const plain = text.slice(last, match.index);
    last = match.index + match[0].length;
    parts.push(plain, character);
    // Two positions for each character: its beginning and its end.
    decoded.push(length + plain.length, length + plain.length + character.length);
    original.push(match.index, last);
    length += plain.length + character.length;
  }
  if (parts.length === 0) return null;
  parts.push(text.slice(last));
  const origin = (position: number) => {
    const index = lastAtMost(decoded, position);
    return (original[index] as number) + position - (decoded[index] as number);
  };
  return { text: parts.join(""), origin };
}

function decodeCharacter(encoded: string): string | null {
  const lower = encoded.toLowerCase();
  const named = NAMED[lower];
  if (named !== undefined) return named;
  if (/^\\[^ux]/.test(lower)) return lower.slice(1);
  const isDecimal = /^&#[0-9]/.test(lower);
  const code = Number.parseInt(lower.replaceAll(/[^0-9a-f]/g, ""), isDecimal ? 10 : 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

/** The last index of an ascending list with a number that is at most this one. */
function lastAtMost(numbers: readonly number[], most: number): number {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] as number) <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}
