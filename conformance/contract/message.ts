import type { HeaderList } from "../results/report-model.ts";

/** Reads parts of an HTTP message: field lines, media type, UTF-8, JSON. */

/** Removes the white space around the value of a header field, which is not a part of it (RFC 9112, section 5.1). */
export function withoutSpace(value: string): string {
  const isSpace = (at: number) => value[at] === " " || value[at] === "\t";
  let start = 0;
  let end = value.length;
  while (start < end && isSpace(start)) start += 1;
  while (end > start && isSpace(end - 1)) end -= 1;
  return value.slice(start, end);
}

/** The values of a header field, one for each of its lines, in order. */
export function fieldLines(headers: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => withoutSpace(value));
}

/**
 * The media type of a message without parameters, in lower case; empty if it has none. If it has several, all of them,
 * which equals no type.
 */
export function mediaType(headers: HeaderList): string {
  const types = fieldLines(headers, "content-type").map((line) =>
    line.split(";", 1)[0]?.trim().toLowerCase(),
  );
  return types.join(", ");
}

/** Decodes UTF-8 strictly; undefined if the octets are invalid. */
export function decodeUtf8(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

/** Parses JSON in UTF-8; undefined if the octets are not UTF-8 or not JSON. */
export function parseJson(body: Uint8Array): unknown {
  const text = decodeUtf8(body);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The beginning of a body, for a message. */
export function preview(body: Uint8Array): string {
  const text = Buffer.from(body.subarray(0, 300)).toString("utf8");
  return body.length === 0 ? "an empty body" : body.length > 300 ? `${text}… (${body.length} octets)` : text;
}
