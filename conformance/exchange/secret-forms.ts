/** A shorter part of what is encoded may be a part of any other text, too. */
const SHORTEST_PART = 8;
/** As hexadecimal digits, fewer octets may be any number. */
const SHORTEST_IN_HEX = 4;

/**
 * The spellings in which a secret may come back, in lower case, except those that write one character at a time in
 * another way: `spelledOut` takes these away from the text.
 */
export function formsOf(secret: string): string[] {
  const octets = Buffer.from(secret);
  const plain = [secret, secret.toUpperCase(), secret.toLowerCase()];
  const forms = [
    // Bodies are read octet by octet.
    ...[...plain, ...plain.map((text) => Buffer.from(text).toString("latin1"))].flatMap((text) => [
      text,
      // So form fields write a space.
      text.replaceAll(" ", "+"),
    ]),
    octets.toString("base64"),
    octets.toString("base64url"),
    ...[1, 2].flatMap((before) => insideBase64(octets, before)),
    ...(octets.length < SHORTEST_IN_HEX ? [] : [octets.toString("hex")]),
  ];
  return [...new Set(forms.map(lowerCase))];
}

/** Base64 of a text that holds a secret after some other octets: the characters that depend on the secret alone. */
function insideBase64(octets: Buffer, before: number): string[] {
  const bits = (before + octets.length) * 8;
  const whole = Buffer.concat([Buffer.alloc(before), octets]);
  const [from, to] = [Math.ceil((before * 8) / 6), Math.floor(bits / 6)];
  if (to - from < SHORTEST_PART) return [];
  return (["base64", "base64url"] as const).map((encoding) => whole.toString(encoding).slice(from, to));
}

/** A text with its ASCII letters in lower case, of the same length. */
export function lowerCase(text: string): string {
  // The built-in function is faster, but changes the length of some letters beyond ASCII.
  if (!/[\u0080-\uffff]/.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
}
