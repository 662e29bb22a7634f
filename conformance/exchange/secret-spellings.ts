/** Lists the spellings in which a server may send back a secret. */

/** A shorter part of encoded text may occur in any text by chance. */
const SHORTEST_PART = 8;
/** Fewer octets, in hexadecimal, may be any number. */
const SHORTEST_IN_HEX = 4;

/**
 * The spellings in which a server may send back a secret, in lower case. Encodings of single characters are missing,
 * because `decodeEscapes` decodes them in the text.
 */
export function spellingsOf(secret: string): string[] {
  const octets = Buffer.from(secret);
  const plain = [secret, secret.toUpperCase(), secret.toLowerCase()];
  const spellings = [
    // Bodies are decoded as Latin-1.
    ...[...plain, ...plain.map((text) => Buffer.from(text).toString("latin1"))].flatMap((text) => [
      text,
      // Form encoding writes a space as "+".
      text.replaceAll(" ", "+"),
    ]),
    octets.toString("base64"),
    octets.toString("base64url"),
    ...[1, 2].flatMap((before) => insideBase64(octets, before)),
    ...(octets.length < SHORTEST_IN_HEX ? [] : [octets.toString("hex")]),
  ];
  return [...new Set(spellings.map(lowerCase))];
}

/** The characters of Base64 that depend only on the secret, if other octets come before it. */
function insideBase64(octets: Buffer, before: number): string[] {
  const bits = (before + octets.length) * 8;
  const whole = Buffer.concat([Buffer.alloc(before), octets]);
  const [from, to] = [Math.ceil((before * 8) / 6), Math.floor(bits / 6)];
  if (to - from < SHORTEST_PART) return [];
  return (["base64", "base64url"] as const).map((encoding) => whole.toString(encoding).slice(from, to));
}

/** A text with its ASCII letters in lower case, of the same length. */
export function lowerCase(text: string): string {
  // The built-in function is faster, but changes the length of some texts that are not ASCII.
  if (!/[\u0080-\uffff]/.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
}
