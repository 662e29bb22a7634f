import type { components, operations } from "../../generated/api.ts";
import openapi from "../../generated/openapi.json" with { type: "json" };
import type { RuleId } from "../../generated/rules.ts";
import type { StructuredField } from "./structured-fields.ts";

/** Reads the bundled OpenAPI document: its operations, parameters, responses and header fields, with their rules. */

/** `operationId` of an operation of the document. */
export type OperationId = keyof operations;

/** A part of every account; the parts have one grammar. */
export type Partition = components["schemas"]["Partition"];

/** The partitions of every account. */
export const PARTITIONS = openapi.components.schemas.Partition.enum as readonly Partition[];

/** A JSON Schema of the document, whose `$ref`s point into the document. */
export type Schema = Record<string, unknown>;

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: Schema;
}

export interface ResponseHeader {
  name: string;
  required: boolean;
  schema: Schema;
  /** The type of a structured field (`x-structured-field`); null for any other field. */
  structured: StructuredField | null;
  /** The rule that forbids it in every response that does not declare it (`x-exclusive`). */
  exclusive: RuleId | null;
  /** The rules of the header; by convention the first one is about its presence and form. */
  rules: RuleId[];
}

export interface ResponseShape {
  headers: ResponseHeader[];
  /** Header fields that must be absent (`x-absent`), and the rule that says so. */
  absent: { rule: RuleId; headers: string[] } | null;
  /** By media type; no entry means that no content is defined. */
  content: Map<string, { schema: Schema; rules: RuleId[] }>;
  rules: RuleId[];
}

export interface Operation {
  id: OperationId;
  /** Upper case. */
  method: string;
  /** Path template below the endpoint URL, e.g. `/{partition}/{collection}`. */
  path: string;
  parameters: Parameter[];
  /** Media types of the request body; empty when it takes none. */
  requestTypes: string[];
  /** Whether a request without a body is malformed. */
  requestRequired: boolean;
  requestSchema: Schema | null;
  /** By status code. */
  responses: Map<number, ResponseShape>;
  rules: RuleId[];
}

type Node = Record<string, unknown>;
const METHODS = ["get", "head", "put", "post", "delete", "patch"];

/** Follows `$ref`s within the bundled document. */
function resolve(node: unknown): Node {
  let current = node as Node;
  while (typeof current.$ref === "string") current = lookup(current.$ref);
  return current;
}

function lookup(pointer: string): Node {
  return pointer
    .slice(2)
    .split("/")
    .reduce<unknown>(
      (node, key) => (node as Node)[key.replaceAll("~1", "/").replaceAll("~0", "~")],
      openapi,
    ) as Node;
}

/** The values that a schema lists; null if it lists none. */
export function listedValues(schema: Schema): readonly unknown[] | null {
  return (resolve(schema).enum as unknown[] | undefined) ?? null;
}

/** The alternatives of a schema (`oneOf`); the schema itself if it has none. */
export function alternatives(schema: Schema): Schema[] {
  return (resolve(schema).oneOf as Schema[] | undefined) ?? [schema];
}

/**
 * Removes the entries that the bundler added for other tools: fallback responses in each operation, and the headers of
 * any response in each response. A list beside the entries names the added ones.
 */
function withoutListed(node: unknown, listed: unknown): Node {
  const names = new Set((listed ?? []) as string[]);
  return Object.fromEntries(Object.entries((node ?? {}) as Node).filter(([name]) => !names.has(name)));
}

function ruleIds(node: Node): RuleId[] {
  return ((node["x-rules"] ?? []) as { id: RuleId }[]).map((rule) => rule.id);
}

function responseHeaders(node: unknown): ResponseHeader[] {
  return Object.entries((node ?? {}) as Node).map(([name, value]) => {
    const header = resolve(value);
    return {
      name,
      required: header.required === true,
      schema: header.schema as Schema,
      structured: (header["x-structured-field"] ?? null) as StructuredField | null,
      exclusive: (header["x-exclusive"] ?? null) as RuleId | null,
      rules: ruleIds(header),
    };
  });
}

function responseShape(node: unknown): ResponseShape {
  const response = resolve(node);
  const content = Object.entries((response.content ?? {}) as Node);
  return {
    headers: responseHeaders(withoutListed(response.headers, response["x-anywhere"])),
    absent: (response["x-absent"] ?? null) as ResponseShape["absent"],
    content: new Map(
      content.map(([type, media]) => [
        type,
        { schema: (media as Node).schema as Schema, rules: ruleIds(media as Node) },
      ]),
    ),
    rules: ruleIds(response),
  };
}

function operation(path: string, method: string, item: Node): Operation {
  const node = item[method] as Node;
  const parameters = [...((item.parameters ?? []) as unknown[]), ...((node.parameters ?? []) as unknown[])];
  const body = node.requestBody ? resolve(node.requestBody) : null;
  const requestContent = (body?.content ?? {}) as Record<string, Node>;
  return {
    id: node.operationId as OperationId,
    method: method.toUpperCase(),
    path,
    parameters: parameters.map((entry) => {
      const parameter = resolve(entry);
      return {
        name: parameter.name as string,
        in: parameter.in as Parameter["in"],
        required: parameter.required === true,
        schema: parameter.schema as Schema,
      };
    }),
    requestTypes: Object.keys(requestContent),
    requestRequired: body?.required === true,
    requestSchema: (requestContent["application/json"]?.schema as Schema | undefined) ?? null,
    responses: new Map(
      Object.entries(withoutListed(node.responses, node["x-fallbacks"])).map(([status, response]) => [
        Number(status),
        responseShape(response),
      ]),
    ),
    rules: ruleIds(node),
  };
}

/** Every operation of the document, in its order. */
export const OPERATIONS: readonly Operation[] = Object.entries(openapi.paths).flatMap(([path, item]) =>
  METHODS.filter((method) => method in item).map((method) => operation(path, method, item as Node)),
);

const responses = openapi["x-fallbacks"];

/** The responses to a path, or to a method of a path, that the document does not define. */
export const FALLBACKS = {
  path: { at: "any other path", status: 404, shape: responseShape(responses.path) },
  method: { at: "any other method", status: 405, shape: responseShape(responses.method) },
  unauthorized: {
    at: "any other path",
    status: 401,
    shape: responseShape(openapi.components.responses.Unauthorized),
  },
  upgrade: { at: "any other path", status: 403, shape: responseShape(responses.upgrade) },
  retired: { at: "any other path", status: 410, shape: responseShape(responses.retired) },
  unavailable: { at: "any other path", status: 503, shape: responseShape(responses.unavailable) },
} as const;

/** The response to too many requests, which any request may get. No client can provoke it everywhere. */
export const RATE_LIMITED = { status: 429, shape: responseShape(responses.rate) } as const;

/** Header fields that any response of this protocol may have (`x-anywhere`). */
export const ANYWHERE_HEADERS: readonly ResponseHeader[] = responseHeaders(openapi["x-anywhere"]);

/** Header fields that only those responses may have that declare them (`x-exclusive`). */
export const EXCLUSIVE_HEADERS: readonly (ResponseHeader & { exclusive: RuleId })[] = Object.entries(
  openapi.components.headers,
)
  .flatMap(([name, header]) => responseHeaders({ [name]: header }))
  .filter((header): header is ResponseHeader & { exclusive: RuleId } => header.exclusive !== null);

/** Version of the document, e.g. `2.0.0-draft.1`. */
export const DOCUMENT_VERSION: string = openapi.info.version;

/** The bundled document itself, for the schema compiler. */
export const DOCUMENT: Node = openapi as unknown as Node;
