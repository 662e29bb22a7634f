/** Percent-encodes texts and queries in several spellings. */
/** Octets that are not UTF-8: an invalid octet, an overlong letter a, half a surrogate pair, and too few octets. */
export const NO_UTF8 = ["%FF", "%C1%A1", "%ED%A0%80", "%E2%82"];

/** Percent-encodes every character of a text, even those that need no encoding. */
export function percentEncode(text: string, digits: "upper" | "lower"): string {
  const encoded = Array.from(Buffer.from(text), (octet) => `%${octet.toString(16).padStart(2, "0")}`).join(
    "",
  );
  return digits === "upper" ? encoded.toUpperCase() : encoded;
}

/**
 * Raw queries that mean the same: with nothing encoded, with what `encodeURIComponent` encodes, and with everything.
 * @param query names and values of the characters that may be in a query as they are (RFC 3986, section 3.4)
 */
export function spellings(query: Record<string, string>): string[] {
  const spell = (encode: (text: string) => string) =>
    Object.entries(query)
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .join("&");
  return [
    spell((text) => text),
    spell(encodeURIComponent),
    spell((text) => percentEncode(text, "upper")),
    spell((text) => percentEncode(text, "lower")),
  ];
}
