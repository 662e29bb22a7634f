const LINE_END = "\r\n";
/** The first line of a chunk, with its size. A longer size has no use in this protocol. */
const SIZE = /^([0-9a-f]{1,8})[\t ]*(?:;.*)?$/i;

/**
 * Decodes a chunked body (RFC 9112, section 7.1), without extensions and trailers.
 * @returns null if it is malformed or incomplete
 */
export function decodeChunked(body: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf(LINE_END, at);
    const size = SIZE.exec(body.toString("latin1", at, Math.max(at, end)))?.[1];
    if (size === undefined) return null;
    const start = end + LINE_END.length;
    const length = Number.parseInt(size, 16);
    if (length === 0) return Buffer.concat(parts);
    at = start + length + LINE_END.length;
    if (body.toString("latin1", start + length, at) !== LINE_END) return null;
    parts.push(body.subarray(start, start + length));
  }
}
