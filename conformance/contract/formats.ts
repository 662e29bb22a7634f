/** Formats of field values that Ajv does not know. */

/** An HTTP date as a sender has to write it: IMF-fixdate of a day that exists (RFC 9110, section 5.6.7). */
export function isHttpDate(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toUTCString() === text;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
const PARAMETER = `${TOKEN}(?:[ \\t]*=[ \\t]*(?:${TOKEN}|${QUOTED}))?`;
const TARGET = "<[A-Za-z0-9\\-._~:/?#[\\]@!$&'()*+,;=%]*>";
const LINK = `${TARGET}(?:[ \\t]*;[ \\t]*${PARAMETER})*`;
const LINKS = new RegExp(`^(?:${LINK})?(?:[ \\t]*,[ \\t]*(?:${LINK})?)*$`);
const EACH_LINK = new RegExp(LINK, "g");
/** The parts of a link in which nothing is a parameter. */
const OPAQUE = new RegExp(`^${TARGET}|${QUOTED}`, "g");

/**
 * Links as RFC 8288, section 3 has them, each with a relation. By its grammar and not by http-link-header, which takes
 * `<a>; rel=x nonsense` and mistakes a parameter without a value for a part of the next one's name.
 */
export function isWebLinking(text: string): boolean {
  if (!LINKS.test(text)) return false;
  const links = text.match(EACH_LINK) ?? [];
  return links.every((link) => /;[ \t]*rel[ \t]*=/i.test(link.replace(OPAQUE, "")));
}
