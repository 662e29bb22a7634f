// Checks links into the reference: their fragments are routes of Redoc.
import { OPERATIONS } from "../../../conformance/contract/document.ts";
import openapi from "../../../generated/openapi.json" with { type: "json" };
import { rules } from "../../../generated/rules.ts";
import { OVERVIEW_SECTIONS } from "../reference/reference-hrefs.ts";

type Operation = (typeof OPERATIONS)[number];

const TAGS = openapi.tags.map(({ name }) => name.toLowerCase());

/** Operations by their route: `/records/putrecord`. */
const ROUTES = new Map(
  Object.entries(openapi.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, { operationId?: string; tags?: string[] }>).flatMap(([, node]) => {
      const operation = OPERATIONS.find(({ id }) => id === node.operationId && id !== undefined);
      return operation && path === operation.path
        ? [[`/${node.tags?.[0]}/${operation.id}`.toLowerCase(), operation] as const]
        : [];
    }),
  ),
);

/**
 * Finds the problem of a link into the reference; null if there is none.
 * @param fragment a route of Redoc, decoded: `/`, `/records`, `/records/putrecord`, and with a part of the operation
 *   `/records/putrecord#records/putrecord/responses&c=201`
 * @param query query of the link, which may name a rule to show
 * @param ids ids of the page; that of a section is its route without the slash
 */
export function routeProblem(fragment: string, query: string, ids: ReadonlySet<string>): string | null {
  const rule = new URLSearchParams(query).get("rule");
  if (rule !== null && !Object.hasOwn(rules, rule)) return `there is no rule ${rule}`;
  const [route = "", part] = fragment.split("#");
  if (route === "/" || TAGS.includes(route.slice(1)) || OVERVIEW_SECTIONS.has(route)) return null;
  if (route.startsWith("/section/") && ids.has(route.slice(1))) return null;
  const operation = ROUTES.get(route);
  if (operation === undefined) return `the document has no operation at ${route}`;
  if (part === undefined) return null;
  if (!part.startsWith(`${route.slice(1)}/`)) return `${part} is not a part of ${operation.id}`;
  return partProblem(part.slice(route.length), operation);
}

function partProblem(part: string, { id, responses, parameters }: Operation): string | null {
  const query = new URLSearchParams(part);
  const status = query.get("c");
  const response = status === null ? undefined : responses.get(Number(status));
  if (status !== null && response === undefined) return `${id} has no response ${status}`;
  const name = query.get("path");
  if (name === null) return null;
  const known = [...(response ? response.headers : parameters)].map((item) => item.name.toLowerCase());
  return known.includes(name) ? null : `${id} has no ${response ? "header field" : "parameter"} ${name}`;
}
