/** Decodes chunked bodies, for responses that are read from a raw socket. */

const LINE_END = "\r\n";
/** The first line of a chunk, with its size. A longer size has no use in this protocol. */
const SIZE = /^([0-9a-f]{1,8})[\t ]*(?:;.*)?$/i;

/**
 * Decodes a chunked body (RFC 9112, section 7.1), without extensions and trailers.
 * @returns null if it is malformed or incomplete
 */
export function decodeChunked(body: Buffer): Buffer | null {
  const chunks: Buffer[] = [];
  for (let position = 0; ; ) {
    const end = body.indexOf(LINE_END, position);
    const size = SIZE.exec(body.toString("latin1", position, Math.max(position, end)))?.[1];
    if (size === undefined) return null;
    const start = end + LINE_END.length;
    const length = Number.parseInt(size, 16);
    if (length === 0) return Buffer.concat(chunks);
    position = start + length + LINE_END.length;
    if (body.toString("latin1", start + length, position) !== LINE_END) return null;
    chunks.push(body.subarray(start, start + length));
  }
}
