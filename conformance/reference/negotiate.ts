import { parseAccept } from "hono/utils/accept";
import type { Operation } from "../contract/document.ts";
import { Refusal } from "./problem.ts";

/**
 * Picks the media type of a success (RFC 9110, section 12.5.1). Of types with equal weight the one that the
 * document names first wins, whatever the order or precision of the ranges (accept.wildcard); libraries that
 * prefer the more precise range do not serve here.
 * @returns null where success has no body
 * @throws Refusal 406 where nothing is acceptable
 */
export function negotiate(operation: Operation, accept: string | null): string | null {
  const success = operation.responses.get(200) ?? operation.responses.get(201);
  const types = [...(success?.content.keys() ?? [])];
  if (types.length === 0) return null;
  const weights = types.map((type) => (accept?.trim() ? weigh(accept, type) : 1));
  const best = Math.max(...weights);
  if (best === 0) throw new Refusal(406);
  return types[weights.indexOf(best)] ?? null;
}

/** Whether the client takes gzip (RFC 9110, section 12.5.3). */
export function acceptsGzip(acceptEncoding: string | null): boolean {
  return weigh(acceptEncoding ?? "", "gzip") > 0;
}

/** The weight, 0 to 1, that a list of ranges gives to a media type or content coding. */
function weigh(list: string, name: string): number {
  // The names of types and parameters are alike in any case, and no value that counts here has letters.
  const ranges = parseAccept(list.toLowerCase());
  for (const candidate of [name, name.replace(/\/.*/, "/*"), "*/*", "*"]) {
    const range = ranges.find(({ type }) => type === candidate);
    if (range) return range.q;
  }
  return 0;
}
