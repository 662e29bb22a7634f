/** Negotiates the media type of a response, and whether it may be gzipped. */
import { parseAccept } from "hono/utils/accept";
import type { Operation } from "../contract/document.ts";
import { Refusal } from "./problem.ts";

/**
 * Picks the media type of a success (RFC 9110, section 12.5.1). If types have equal weight, the first one in the
 * document wins, whatever the order or precision of the ranges (accept.wildcard). No library fits, since they prefer
 * the more precise range.
 * @returns null if success has no body
 * @throws Refusal 406 if no type is acceptable
 */
export function negotiate(operation: Operation, accept: string | null): string | null {
  const success = operation.responses.get(200) ?? operation.responses.get(201);
  const types = [...(success?.content.keys() ?? [])];
  if (types.length === 0) return null;
  const weights = types.map((type) => (accept?.trim() ? weightOf(accept, type) : 1));
  const best = Math.max(...weights);
  if (best === 0) throw new Refusal(406);
  return types[weights.indexOf(best)] ?? null;
}

/** Whether the client accepts gzip (RFC 9110, section 12.5.3). */
export function acceptsGzip(acceptEncoding: string | null): boolean {
  return weightOf(acceptEncoding ?? "", "gzip") > 0;
}

/** The weight, 0 to 1, that a list of ranges gives to a media type or content coding. */
function weightOf(list: string, name: string): number {
  // Types and parameter names are case-insensitive, and no value that matters here has letters.
  const ranges = parseAccept(list.toLowerCase());
  for (const candidate of [name, name.replace(/\/.*/, "/*"), "*/*", "*"]) {
    const range = ranges.find(({ type }) => type === candidate);
    if (range) return range.q;
  }
  return 0;
}
