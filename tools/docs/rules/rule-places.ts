import { type Use, usesOf } from "../reference/object-uses.ts";
import { document } from "../reference/openapi-document.ts";
import { operationHref, overviewHref, statusHref, useHref } from "../reference/reference-hrefs.ts";

/** One operation to which a rule applies, and the statuses of it where it is about responses. */
export interface Place {
  method: string;
  href: string;
  /** `href` is empty where there are too many of them. */
  statuses: { status: string; href: string }[];
}

/** Where a rule applies. */
export interface RuleScope {
  /** What it is about, e.g. `the response header X-Weave-Backoff`, before the places; code in backticks. */
  about: string;
  href: string;
  /** By path. */
  places: Map<string, Place[]>;
  /** Where it applies beside what is in a path of the document. */
  beyond: string[];
}

/** Beyond this many links to statuses only the operations are links. */
const MOST_LINKS = 60;

/**
 * Where the rules of a place of the document apply.
 * @param place JSON pointer as a URI fragment
 */
export function ruleScope(place: string): RuleScope {
  const uses = usesOf(place);
  const [first] = uses;
  const beyond = beyondPaths(place);
  const about = aboutOf(place, uses);
  return { about, href: first ? useHref(first) : overviewHref, places: placesOf(uses), beyond };
}

function aboutOf(place: string, uses: readonly Use[]): string {
  const [, kind, name = ""] = /^#\/components\/(\w+)\/([^/]+)/.exec(place) ?? [];
  const [first] = uses;
  if (kind === "securitySchemes") return "every request that is authenticated, and the answer to it";
  if (kind === "headers" || first?.header) return `the response header \`${first?.header ?? name}\``;
  if (first?.parameter) {
    const { in: where, name: parameter } = first.parameter;
    return `the ${where === "header" ? "request header" : `${where} parameter`} \`${parameter}\``;
  }
  if (first?.body) return `the body of the request${mediaType(place)}`;
  if (first?.status) return `the response${mediaType(place)}`;
  return first ? "the operation" : "every request and its answer";
}

function mediaType(place: string): string {
  const type = /\/content\/([^/]+)$/.exec(place)?.[1];
  return type === undefined ? "" : ` as \`${type.replaceAll("~1", "/").replaceAll("~0", "~")}\``;
}

function placesOf(uses: readonly Use[]): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  const many = uses.filter(({ status }) => status !== undefined).length > MOST_LINKS;
  for (const { operation, status } of uses) {
    const { operationId: id } = operation.object;
    const there = places.get(operation.path) ?? [];
    places.set(operation.path, there);
    const known = there.find(({ method }) => method === operation.method);
    const place = known ?? { method: operation.method, href: operationHref(id), statuses: [] };
    if (!known) there.push(place);
    if (status !== undefined) place.statuses.push({ status, href: many ? "" : statusHref(id, status) });
  }
  return places;
}

const FALLBACK_WORDS: Record<string, string> = {
  path: "the 404 of any other path",
  method: "the 405 of any other method",
  upgrade: "the 403 of any request of a client that is not supported",
  retired: "the 410 of any request to a retired protocol",
  rate: "the 429 of any request to which a server limits the rate",
  unavailable: "the 503 of any request",
};

/** What no operation declares: the answers to requests that meet none, and fields that may be on any answer. */
function beyondPaths(place: string): string[] {
  const refers = (node: unknown) => `${place}/`.startsWith(`${(node as { $ref: string }).$ref}/`);
  const fallbacks = Object.entries(document["x-fallbacks"]).filter(([, node]) => refers(node));
  const anywhere = Object.values(document["x-anywhere"]).some(refers);
  return [
    ...fallbacks.map(([name]) => FALLBACK_WORDS[name] ?? name),
    ...(anywhere ? ["any response to which a server adds it"] : []),
  ];
}
