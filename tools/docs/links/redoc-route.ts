import { OPERATIONS } from "../../../conformance/contract/document.ts";
import openapi from "../../../generated/openapi.json" with { type: "json" };
import { rules } from "../../../generated/rules.ts";
import { OVERVIEW_SECTIONS } from "../reference/reference-hrefs.ts";

type Operation = (typeof OPERATIONS)[number];

const TAGS = openapi.tags.map(({ name }) => name.toLowerCase());

/** Operations by their route, `/records/putrecord`. */
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
 * What is wrong with a link into the reference; null for nothing.
 * @param fragment a route of Redoc, decoded: `/`, `/records`, `/records/putrecord`, and with a part of the operation
 *   `/records/putrecord#records/putrecord/responses&c=201`
 * @param ids those of the page: a section has its route for an id, but for the slash
 * @param query what stands before it, which may name a rule to bring into view
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
  if (!part.startsWith(`${route.slice(1)}/`)) return `${part} is no part of ${operation.id}`;
  return partProblem(part.slice(route.length), operation);
}

function partProblem(part: string, { id, responses, parameters }: Operation): string | null {
  const asked = new URLSearchParams(part);
  const status = asked.get("c");
  const response = status === null ? undefined : responses.get(Number(status));
  if (status !== null && response === undefined) return `${id} has no response ${status}`;
  const name = asked.get("path");
  if (name === null) return null;
  const known = [...(response ? response.headers : parameters)].map((one) => one.name.toLowerCase());
  return known.includes(name) ? null : `${id} has no ${response ? "header field" : "parameter"} ${name}`;
}
