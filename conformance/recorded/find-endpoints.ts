import { operationsAt } from "../contract/find-operation.ts";
import { withoutTrailing } from "../results/text.ts";
import { type RecordedExchange, splitUrl } from "./recorded-exchange.ts";

/** A field of this protocol that no other one has. */
const OWN_FIELD = /^(?:x-weave-|x-last-modified-version$|x-if-(?:un)?modified-since-version$)/i;

/** An empty or a dot segment, which no endpoint has. */
const ODD = /[^:/]\/(?:\.|%2e){0,2}(?:\/|$)/i;

/** Segments of the path of an endpoint that is found out. */
const MOST_SEGMENTS = 32;

/** Where recorded traffic went, as far as it is about this protocol. */
export interface EndpointPaths {
  /** Endpoint URLs, without a last slash. */
  endpoints: string[];
  /** Raw path of an exchange below its endpoint; null where it went elsewhere. */
  pathOf(recorded: RecordedExchange): string | null;
}

/**
 * EndpointPaths below endpoints that somebody named.
 * @param templates endpoint URLs; `{account}` in them stands for one segment, or a part of one
 */
export function pathsBelow(templates: readonly string[]): EndpointPaths {
  const places = templates.flatMap((template) => {
    const parts = splitUrl(template);
    if (!parts) return [];
    const segments = withoutTrailing(parts.path, "/").split("/");
    return [{ origin: parts.origin, segments: segments.map((segment) => segment.split("{account}")) }];
  });
  return {
    endpoints: [...templates],
    pathOf({ url }) {
      const parts = splitUrl(url);
      if (!parts) return null;
      const path = parts.path.split("/");
      const found = places.find(
        ({ origin, segments }) =>
          origin === parts.origin && segments.every((texts, index) => isAround(texts, path[index] ?? null)),
      );
      return found ? `/${path.slice(found.segments.length).join("/")}` : null;
    },
  };
}

/** True where a segment has these texts in their order, and at least one character between two of them. */
function isAround(texts: readonly string[], segment: string | null): boolean {
  const [first = "", ...others] = texts;
  const last = others.pop();
  if (segment === null) return false;
  if (last === undefined) return segment === first;
  let at = segment.startsWith(first) ? first.length : Number.POSITIVE_INFINITY;
  for (const text of others) {
    const found = segment.indexOf(text, at + 1);
    at = found < 0 ? Number.POSITIVE_INFINITY : found + text.length;
  }
  return segment.endsWith(last) && segment.length - last.length > at;
}

/**
 * Finds out the endpoints of recorded traffic: what is left of a URL when a path of the document is taken from its
 * end. Of several possibilities the one that explains most exchanges, and of those the longest. Other sites have
 * paths such as `/sessions` too, so that an endpoint has to be seen with a header field of this protocol.
 */
export function findPaths(all: readonly RecordedExchange[]): EndpointPaths {
  const seen = new Map<string, { count: number; own: boolean }>();
  const candidates = all.map((recorded) => candidatesOf(recorded));
  for (const [index, prefixes] of candidates.entries()) {
    const own = hasOwnField(all[index] as RecordedExchange);
    for (const prefix of prefixes) {
      const before = seen.get(prefix) ?? { count: 0, own: false };
      seen.set(prefix, { count: before.count + 1, own: before.own || own });
    }
  }
  const weight = (prefix: string) => seen.get(prefix)?.count ?? 0;
  const best = candidates.flatMap((prefixes) => {
    const possible = prefixes.filter((prefix) => seen.get(prefix)?.own);
    return possible.sort((a, b) => weight(b) - weight(a) || b.length - a.length).slice(0, 1);
  });
  const endpoints = new Set(outermost(new Set(best), weight));
  return {
    endpoints: [...endpoints].sort(),
    pathOf({ url }) {
      const all = splits(url).filter(({ prefix }) => endpoints.has(prefix));
      // The longest first, below which there may be nothing of the document.
      return (all.find(({ rest }) => operationsAt(rest).length > 0) ?? all[0])?.rest ?? null;
    },
  };
}

/** Without those below another one that more speaks for: there somebody asked for a path that is none. */
function outermost(found: ReadonlySet<string>, weight: (prefix: string) => number): string[] {
  return [...found].filter(
    (endpoint) =>
      !splits(endpoint).some(({ prefix }) => found.has(prefix) && weight(prefix) > weight(endpoint)),
  );
}

/** What the endpoint of an exchange may be. `/` is a path of the document below whatever there is, and tells nothing. */
function candidatesOf({ url }: RecordedExchange): string[] {
  return splits(url)
    .filter(({ prefix, rest }) => rest !== "/" && operationsAt(rest).length > 0 && !ODD.test(prefix))
    .map(({ prefix }) => prefix);
}

/**
 * A URL without its query, cut in two at each of its first slashes, the longest prefix first: no endpoint has hundreds
 * of segments, and to look at each of them takes a time that is the square of their number.
 */
function splits(url: string): { prefix: string; rest: string }[] {
  const parts = splitUrl(url);
  if (!parts) return [];
  const segments = parts.path.split("/");
  const most = Math.min(segments.length, MOST_SEGMENTS);
  return Array.from({ length: most }, (_, index) => {
    const prefix = parts.origin + segments.slice(0, most - index).join("/");
    return { prefix, rest: `/${segments.slice(most - index).join("/")}` };
  });
}

function hasOwnField({ request, response }: RecordedExchange): boolean {
  return [...request.headers, ...(response?.headers ?? [])].some(([name]) => OWN_FIELD.test(name));
}
