import { gzipSync } from "node:zlib";
import { acceptsGzip } from "./negotiate.ts";
import type { Outcome } from "./outcome.ts";

/** Octets from which a body is worth compressing (encoding.gzip). */
const WORTH_GZIP = 1024;

/**
 * Makes the response of an outcome.
 * @param headers those that do not depend on the outcome
 */
export function answer(request: Request, outcome: Outcome, headers: Headers): Response {
  const { status, version, content } = outcome;
  for (const [name, value] of Object.entries(outcome.headers ?? {})) headers.set(name, value);
  if (version !== undefined) headers.set("X-Last-Modified-Version", String(version));
  if (content === undefined) {
    // Unlike 204 and 304, which have no body by definition, a 201 or 202 has one of no length.
    if (status === 201 || status === 202) headers.set("Content-Length", "0");
    return new Response(null, { status, headers });
  }

  const type = outcome.type ?? "application/json";
  headers.set("Content-Type", type);
  headers.set("Vary", "Accept, Accept-Encoding");
  const text = type === "application/newlines" ? lines(content) : JSON.stringify(content);
  const gzips = acceptsGzip(request.headers.get("accept-encoding")) && Buffer.byteLength(text) >= WORTH_GZIP;
  if (gzips) headers.set("Content-Encoding", "gzip");
  if (request.method === "HEAD") return new Response(null, { status, headers });
  return new Response(gzips ? gzipSync(text) : text, { status, headers });
}

/** A listing as one JSON value a line (list.newlines.lines). */
function lines(page: unknown): string {
  return (page as { items: unknown[] }).items.map((item) => `${JSON.stringify(item)}\n`).join("");
}
