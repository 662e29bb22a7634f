/** Finds the operations, responses and header fields that each rule of the document binds. */
import { type RuleId, rules } from "../../../generated/rules.ts";
import { DOCUMENT, OPERATIONS, type ResponseShape } from "../../contract/document.ts";
import { DOCUMENT_PLACES, type DocumentPlace } from "../document-places.ts";

/** The rows of the endpoint table under one heading. */
export interface PlaceGroup {
  /** A tag of the document, or "Everything else" for requests for no operation. */
  title: string;
  places: DocumentPlace[];
}

interface DescribedOperation {
  tags?: string[];
  parameters?: { $ref?: string }[];
  requestBody?: { $ref?: string };
}

const PATHS = DOCUMENT.paths as Record<
  string,
  Record<string, DescribedOperation> & { parameters?: { $ref?: string }[] }
>;
const TAGS = (DOCUMENT.tags as { name: string }[]).map(({ name }) => name);

function describedOperation(id: string): { node: DescribedOperation; pointers: string[] } | null {
  const operation = OPERATIONS.find((candidate) => candidate.id === id);
  const item = operation && PATHS[operation.path];
  const node = operation && item?.[operation.method.toLowerCase()];
  if (!operation || !item || !node) return null;
  const path = operation.path.replaceAll("~", "~0").replaceAll("/", "~1");
  const references = [...(item.parameters ?? []), ...(node.parameters ?? []), node.requestBody ?? {}];
  return {
    node,
    pointers: [
      `#/paths/${path}/${operation.method.toLowerCase()}`,
      ...references.flatMap(({ $ref }) => $ref ?? []),
    ],
  };
}

/** The tag of an operation; null for a place that is not an operation. */
export function tagOf({ operation }: DocumentPlace): string | null {
  return (operation && describedOperation(operation)?.node.tags?.[0]) ?? null;
}

/** All places by tag, in the document's order of tags, then the places that are not operations. */
export const PLACE_GROUPS: readonly PlaceGroup[] = [
  ...TAGS.map((title) => ({ title, places: DOCUMENT_PLACES.filter((place) => tagOf(place) === title) })),
  { title: "Everything else", places: DOCUMENT_PLACES.filter((place) => tagOf(place) === null) },
];

function requestRulesOf({ operation }: DocumentPlace): RuleId[] {
  const pointers = (operation && describedOperation(operation)?.pointers) || [];
  return (Object.keys(rules) as RuleId[]).filter((rule) =>
    pointers.some((pointer) => rules[rule].place === pointer || rules[rule].place.startsWith(`${pointer}/`)),
  );
}

const REQUEST_RULES = new Map(DOCUMENT_PLACES.map((place) => [place, requestRulesOf(place)]));

/** The rules of requests to an operation: those of the operation, of its parameters and of its body. */
export function requestRules(place: DocumentPlace): readonly RuleId[] {
  return REQUEST_RULES.get(place) ?? [];
}

/** The rules of a response, without the rules of its header fields. */
export function responseRules({ rules: own, absent, content }: ResponseShape): RuleId[] {
  const bodies = [...content.values()].flatMap((body) => body.rules);
  return [...new Set([...own, ...(absent ? [absent.rule] : []), ...bodies])];
}

/** A response of a place, or one header field of that response. */
export interface ResponsePart {
  place: DocumentPlace;
  status: number;
  /** null for the response itself. */
  field: string | null;
}

function partsOfRules(): Map<RuleId, ResponsePart[]> {
  const parts = new Map<RuleId, ResponsePart[]>();
  const bind = (rule: RuleId, part: ResponsePart) => parts.set(rule, [...(parts.get(rule) ?? []), part]);
  for (const place of DOCUMENT_PLACES) {
    for (const [status, shape] of place.responses) {
      for (const rule of responseRules(shape)) bind(rule, { place, status, field: null });
      for (const { name, rules: own } of shape.headers)
        for (const rule of own) bind(rule, { place, status, field: name });
    }
  }
  return parts;
}

/** The rules that bind exactly one response or header field, with that part. */
export const BOUND_ONCE: ReadonlyMap<string, ResponsePart> = new Map(
  [...partsOfRules()].flatMap(([rule, [first, ...more]]) =>
    first && more.length === 0 ? [[rule, first]] : [],
  ),
);
