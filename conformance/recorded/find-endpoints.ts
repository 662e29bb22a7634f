import { operationsAt } from "../contract/find-operation.ts";
import { withoutTrailing } from "../results/format-text.ts";
import { type RecordedExchange, splitUrl } from "./recorded-exchange.ts";

/** Finds the endpoint URLs in recorded traffic, and the path of each exchange below its endpoint. */

/** A header field that only this protocol has. */
const SYNC_FIELD = /^(?:x-weave-|x-last-modified-version$|x-if-(?:un)?modified-since-version$)/i;

/** An empty or a dot segment, which no endpoint has. */
const EMPTY_OR_DOT_SEGMENT = /[^:/]\/(?:\.|%2e){0,2}(?:\/|$)/i;

/** Most segments of the path of an endpoint. */
const MOST_SEGMENTS = 32;

/** The endpoints of recorded traffic of this protocol. */
export interface EndpointPaths {
  /** Endpoint URLs, without a last slash. */
  endpoints: string[];
  /** The raw path of an exchange below its endpoint; null if it went elsewhere. */
  pathOf(recorded: RecordedExchange): string | null;
}

/**
 * The paths below the endpoints that the user gave.
 * @param templates endpoint URLs, in which `{account}` matches one segment or a part of one
 */
export function pathsBelow(templates: readonly string[]): EndpointPaths {
  const patterns = templates.flatMap((template) => {
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
      const match = patterns.find(
        ({ origin, segments }) =>
          origin === parts.origin && segments.every((texts, index) => matches(texts, path[index] ?? null)),
      );
      return match ? `/${path.slice(match.segments.length).join("/")}` : null;
    },
  };
}

/** Whether a segment consists of these texts in order, with at least one character between two of them. */
function matches(texts: readonly string[], segment: string | null): boolean {
  const [first = "", ...others] = texts;
  const last = others.pop();
  if (segment === null) return false;
  if (last === undefined) return segment === first;
  let end = segment.startsWith(first) ? first.length : Number.POSITIVE_INFINITY;
  for (const text of others) {
    const start = segment.indexOf(text, end + 1);
    end = start < 0 ? Number.POSITIVE_INFINITY : start + text.length;
  }
  return segment.endsWith(last) && segment.length - last.length > end;
}

/**
 * Finds the endpoints of recorded traffic: an endpoint is the rest of a URL that ends in a path of the document. If
 * several are possible, prefers the one with the most exchanges, then the longest one. Other sites have paths such as
 * `/sessions` too, so at least one exchange of an endpoint must have a header field of this protocol.
 */
export function findPaths(all: readonly RecordedExchange[]): EndpointPaths {
  const seen = new Map<string, { count: number; own: boolean }>();
  const candidates = all.map((recorded) => candidatesOf(recorded));
  for (const [index, prefixes] of candidates.entries()) {
    const own = hasSyncField(all[index] as RecordedExchange);
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
      // The longest prefix comes first, but the document may define no path below it.
      return (all.find(({ rest }) => operationsAt(rest).length > 0) ?? all[0])?.rest ?? null;
    },
  };
}

/** Removes an endpoint below another one with more exchanges: there, a client asked for a path that does not exist. */
function outermost(endpoints: ReadonlySet<string>, weight: (prefix: string) => number): string[] {
  return [...endpoints].filter(
    (endpoint) =>
      !splits(endpoint).some(({ prefix }) => endpoints.has(prefix) && weight(prefix) > weight(endpoint)),
  );
}

/** The possible endpoints of an exchange. Below any URL, `/` is a path of the document, so it proves nothing. */
function candidatesOf({ url }: RecordedExchange): string[] {
  return splits(url)
    .filter(
      ({ prefix, rest }) =>
        rest !== "/" && operationsAt(rest).length > 0 && !EMPTY_OR_DOT_SEGMENT.test(prefix),
    )
    .map(({ prefix }) => prefix);
}

/**
 * Splits a URL without its query at each of its first slashes, the longest prefix first. The number of segments is
 * limited, because the time is the square of it.
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

function hasSyncField({ request, response }: RecordedExchange): boolean {
  return [...request.headers, ...(response?.headers ?? [])].some(([name]) => SYNC_FIELD.test(name));
}
