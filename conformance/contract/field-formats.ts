import { FieldReader, QUOTED, TOKEN } from "./field-reader.ts";

/** Formats of field values that Ajv does not know: HTTP dates and web links. */

/** Whether a text is an HTTP date as a sender writes it: IMF-fixdate of a day that exists (RFC 9110, section 5.6.7). */
export function isHttpDate(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toUTCString() === text;
}

const TARGET = /<[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*>/y;

/**
 * Whether a text is a list of links (RFC 8288, section 3), each with a relation. The library http-link-header does not
 * serve: it accepts `<a>; rel=x nonsense`, and joins a parameter without a value to the name of the next one.
 */
export function isWebLinking(text: string): boolean {
  const reader = new FieldReader(text);
  // A list may have empty members (RFC 9110, section 5.6.1.2).
  do if (!takeLink(reader)) return false;
  while (reader.separator(","));
  return reader.isOver;
}

/** Takes a link or nothing. Returns false for a link without a relation, and for an incomplete link. */
function takeLink(reader: FieldReader): boolean {
  if (reader.take(TARGET) === null) return true;
  let hasRelation = false;
  while (reader.separator(";")) {
    const name = reader.take(TOKEN);
    if (name === null) return false;
    if (!reader.separator("=")) continue;
    if ((reader.take(TOKEN) ?? reader.take(QUOTED)) === null) return false;
    hasRelation ||= name.toLowerCase() === "rel";
  }
  return hasRelation;
}
