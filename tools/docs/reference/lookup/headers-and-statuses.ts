// Collects header fields, statuses and problem codes from all operations of the document.
import { type Use, uses } from "../object-uses.ts";
import {
  document,
  type Header,
  type Operation,
  type Parameter,
  type Response,
  resolveReference,
} from "../openapi-document.ts";

/** A header field, with the requests and responses that have it. */
export interface HeaderField {
  name: string;
  request?: { object: Parameter; operations: readonly Operation[] };
  response?: {
    object: Header;
    /** Operations by status; empty if only requests without an operation get the status. */
    statuses: ReadonlyMap<string, readonly Operation[]>;
    anywhere: boolean;
  };
}

/** A response with a status, and the operations that declare it. */
export interface Meaning {
  object: Response;
  operations: readonly Operation[];
  /** True if it also answers requests without an operation, or any request. */
  fallback: boolean;
}

/** Finds every header field of the document, sorted by name. */
export function headerFields(): HeaderField[] {
  const fields = new Map<string, HeaderField>();
  const field = (name: string) => fields.get(name) ?? { name };
  for (const [name, [first, ...others]] of groupUses(uses, ({ parameter }) =>
    parameter?.in === "header" ? parameter.name : undefined,
  )) {
    const operations = [first, ...others].map(({ operation }) => operation);
    fields.set(name, { ...field(name), request: { object: first.parameter as Parameter, operations } });
  }
  for (const [name, anywhere] of Object.entries(document["x-anywhere"]))
    fields.set(name, {
      ...field(name),
      response: { object: resolveReference(anywhere, "").object, statuses: new Map(), anywhere: true },
    });
  for (const [status, meanings] of statusMeanings()) {
    for (const { object, operations } of meanings) {
      for (const [name, header] of Object.entries(object.headers ?? {})) {
        const known = field(name).response;
        const sameStatus = known?.statuses.get(status) ?? [];
        const statuses = new Map(known?.statuses).set(status, [...sameStatus, ...operations]);
        const response = { object: resolveReference(header, "").object, anywhere: false, ...known, statuses };
        fields.set(name, { ...field(name), response });
      }
    }
  }
  return [...fields.values()].sort((a, b) => a.name.localeCompare(b.name, "en"));
}

/** Finds the responses of each status. */
export function statusMeanings(): Map<string, Meaning[]> {
  const fallbacks = new Map(
    Object.values(document["x-fallbacks"]).map((response) => {
      const { place, object } = resolveReference(response, "");
      return [place, object];
    }),
  );
  const responses = groupUses(uses, ({ place, status, header }) =>
    status !== undefined && header === undefined && !place.includes("/content/")
      ? `${status} ${place}`
      : undefined,
  );
  const meanings = new Map<string, Meaning[]>();
  const add = (status: string, meaning: Meaning) =>
    meanings.set(status, [...(meanings.get(status) ?? []), meaning]);
  for (const [key, list] of responses) {
    const [status = "", place = ""] = key.split(" ");
    const { object } = resolveReference({ $ref: place } as Response, place);
    add(status, {
      object,
      operations: list.map(({ operation }) => operation),
      fallback: fallbacks.delete(place),
    });
  }
  for (const object of fallbacks.values()) {
    add(String(exampleOf(object)?.status), { object, operations: [], fallback: true });
  }
  return new Map([...meanings].sort(([a], [b]) => Number(a) - Number(b)));
}

/** Finds the problem codes of a response. */
export function codesOf({ content = {} }: Response): string[] {
  const schema = content["application/problem+json"]?.schema;
  return schema === undefined ? [] : [...new Set(codesIn(schema))];
}

/** The example of a problem in a response. */
export function exampleOf({ content = {} }: Response): { title: string; status: number } | undefined {
  const { example, examples = {} } = content["application/problem+json"] ?? {};
  return (example ?? Object.values(examples)[0]?.value) as { title: string; status: number } | undefined;
}

function codesIn(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { object } = resolveReference(node, "");
  const {
    properties,
    allOf = [],
    oneOf = [],
  } = object as Record<string, unknown[]> & {
    properties?: { code?: { const?: string; enum?: string[] } };
  };
  const { const: code, enum: codes = [] } = properties?.code ?? {};
  return [...(code === undefined ? codes : [code]), ...[...allOf, ...oneOf].flatMap(codesIn)];
}

function groupUses(
  list: readonly Use[],
  key: (use: Use) => string | undefined,
): Map<string, [Use, ...Use[]]> {
  const groups = new Map<string, [Use, ...Use[]]>();
  for (const use of list) {
    const name = key(use);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group) group.push(use);
    else groups.set(name, [use]);
  }
  return groups;
}
