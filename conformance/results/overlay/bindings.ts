import { type RuleId, rules } from "../../../generated/rules.ts";
import { DOCUMENT, OPERATIONS, type ResponseShape } from "../../contract/document.ts";
import { PLACES, type Place } from "../document-places.ts";

/** Rows of the table under one heading. */
export interface Group {
  /** A tag of the document, or what stands for requests that are of no operation. */
  title: string;
  places: Place[];
}

interface Described {
  tags?: string[];
  parameters?: { $ref?: string }[];
  requestBody?: { $ref?: string };
}

const PATHS = DOCUMENT.paths as Record<
  string,
  Record<string, Described> & { parameters?: { $ref?: string }[] }
>;
const TAGS = (DOCUMENT.tags as { name: string }[]).map(({ name }) => name);

function describedAt(id: string): { node: Described; pointers: string[] } | null {
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

/** The tag of an operation; null for what is none. */
export function tagOf({ operation }: Place): string | null {
  return (operation && describedAt(operation)?.node.tags?.[0]) ?? null;
}

/** All rows by tag in the document's order of tags, then what answers everything else. */
export const GROUPS: readonly Group[] = [
  ...TAGS.map((title) => ({ title, places: PLACES.filter((place) => tagOf(place) === title) })),
  { title: "Everything else", places: PLACES.filter((place) => tagOf(place) === null) },
];

function requestRulesOf({ operation }: Place): RuleId[] {
  const pointers = (operation && describedAt(operation)?.pointers) || [];
  return (Object.keys(rules) as RuleId[]).filter((rule) =>
    pointers.some((pointer) => rules[rule].place === pointer || rules[rule].place.startsWith(`${pointer}/`)),
  );
}

const REQUEST_RULES = new Map(PLACES.map((place) => [place, requestRulesOf(place)]));

/** The rules of requests to an operation: those beside it, beside its parameters and beside its body. */
export function requestRules(place: Place): readonly RuleId[] {
  return REQUEST_RULES.get(place) ?? [];
}

/** The rules of a response that are not about one of its header fields. */
export function responseRules({ rules: own, absent, content }: ResponseShape): RuleId[] {
  const bodies = [...content.values()].flatMap((body) => body.rules);
  return [...new Set([...own, ...(absent ? [absent.rule] : []), ...bodies])];
}

/** A status of a place, or a header field of that status. */
export interface Spot {
  place: Place;
  status: number;
  /** null for the response itself. */
  field: string | null;
}

function spots(): Map<RuleId, Spot[]> {
  const found = new Map<RuleId, Spot[]>();
  const bind = (rule: RuleId, spot: Spot) => found.set(rule, [...(found.get(rule) ?? []), spot]);
  for (const place of PLACES) {
    for (const [status, shape] of place.responses) {
      for (const rule of responseRules(shape)) bind(rule, { place, status, field: null });
      for (const { name, rules: own } of shape.headers)
        for (const rule of own) bind(rule, { place, status, field: name });
    }
  }
  return found;
}

/** The rules that bind at one spot of the document and at no other, with that spot. */
export const SOLE: ReadonlyMap<string, Spot> = new Map(
  [...spots()].flatMap(([rule, [first, ...more]]) => (first && more.length === 0 ? [[rule, first]] : [])),
);
