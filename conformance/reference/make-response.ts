/** Makes the HTTP response of a request's outcome. */
import { gzipSync } from "node:zlib";
import { acceptsGzip } from "./negotiate.ts";
import type { Outcome } from "./request-outcome.ts";

/** Smallest body that is worth compressing (encoding.gzip). */
const MIN_GZIP_OCTETS = 1024;

/**
 * Makes the response of an outcome: status, header fields, and the body as JSON or lines, possibly gzipped.
 * @param headers the header fields that do not depend on the outcome
 */
export function makeResponse(request: Request, outcome: Outcome, headers: Headers): Response {
  const { status, version, content } = outcome;
  for (const [name, value] of Object.entries(outcome.headers ?? {})) headers.set(name, value);
  if (version !== undefined) headers.set("X-Last-Modified-Version", String(version));
  if (content === undefined) {
    // A 204 or 304 has no body by definition; a 201 or 202 has an empty one, so it needs its length.
    if (status === 201 || status === 202) headers.set("Content-Length", "0");
    return new Response(null, { status, headers });
  }

  const type = outcome.type ?? "application/json";
  headers.set("Content-Type", type);
  headers.set("Vary", "Accept, Accept-Encoding");
  const text = type === "application/newlines" ? lines(content) : JSON.stringify(content);
  const gzips =
    acceptsGzip(request.headers.get("accept-encoding")) && Buffer.byteLength(text) >= MIN_GZIP_OCTETS;
  if (gzips) headers.set("Content-Encoding", "gzip");
  if (request.method === "HEAD") return new Response(null, { status, headers });
  return new Response(gzips ? gzipSync(text) : text, { status, headers });
}

/** A listing with one JSON value on each line (list.newlines.lines). */
function lines(page: unknown): string {
  return (page as { items: unknown[] }).items.map((item) => `${JSON.stringify(item)}\n`).join("");
}
