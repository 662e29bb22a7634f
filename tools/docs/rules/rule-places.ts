// Finds the operations and responses to which a rule applies.
import { type Use, usesOf } from "../reference/object-uses.ts";
import { document } from "../reference/openapi-document.ts";
import { operationHref, overviewHref, statusHref, useHref } from "../reference/reference-hrefs.ts";

/** An operation to which a rule applies, with the statuses of its responses if the rule is about responses. */
export interface Place {
  method: string;
  href: string;
  /** `href` is empty if there are too many statuses. */
  statuses: { status: string; href: string }[];
}

/** The objects and operations to which a rule applies. */
export interface RuleScope {
  /** The object of the rule, e.g. `the response header X-Weave-Backoff`; code is in backticks. */
  about: string;
  href: string;
  /** Operations by path. */
  places: Map<string, Place[]>;
  /** Responses and requests that no path of the document declares. */
  beyond: string[];
}

/** The most links to statuses; with more, only operations are links. */
const MOST_LINKS = 60;

/**
 * Finds where the rules of a place of the document apply.
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
    const ofPath = places.get(operation.path) ?? [];
    places.set(operation.path, ofPath);
    const known = ofPath.find(({ method }) => method === operation.method);
    const place = known ?? { method: operation.method, href: operationHref(id), statuses: [] };
    if (!known) ofPath.push(place);
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

/** Responses to requests without an operation, and header fields of any response. */
function beyondPaths(place: string): string[] {
  const refers = (node: unknown) => `${place}/`.startsWith(`${(node as { $ref: string }).$ref}/`);
  const fallbacks = Object.entries(document["x-fallbacks"]).filter(([, node]) => refers(node));
  const anywhere = Object.values(document["x-anywhere"]).some(refers);
  return [
    ...fallbacks.map(([name]) => FALLBACK_WORDS[name] ?? name),
    ...(anywhere ? ["any response to which a server adds it"] : []),
  ];
}
