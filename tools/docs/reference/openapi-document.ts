// Gives the pages typed access to the OpenAPI document and its operations.
import openapi from "../../../generated/openapi.json" with { type: "json" };
import { takeOut } from "../../redocly/decorators/as-written.js";

/** A rule in the document. */
export interface DocumentRule {
  id: string;
  level: string;
  text: string;
}

interface Described {
  description?: string;
  "x-rules"?: DocumentRule[];
}

export interface Header extends Described {
  required?: boolean;
  example?: unknown;
}

export interface Parameter extends Header {
  name: string;
  in: "path" | "query" | "header";
}

export interface MediaType extends Described {
  schema?: unknown;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

export interface Body extends Described {
  content?: Record<string, MediaType>;
}

export interface Response extends Body {
  headers?: Record<string, Header>;
}

export interface OperationObject extends Described {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: Parameter[];
  requestBody?: Body;
  responses: Record<string, Response>;
}

/** The members of the bundled document that the pages read. Any object except a schema may be a `$ref`. */
export interface Document extends Described {
  info: { title: string; version: string; summary: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, { parameters?: Parameter[] }>;
  components: { securitySchemes: Record<string, Described> } & Record<string, Record<string, unknown>>;
  /** Responses to requests without an operation, or responses of any operation. */
  "x-fallbacks": Record<string, Response>;
  /** Header fields that any response may have. */
  "x-anywhere": Record<string, Header>;
}

/** The bundled OpenAPI document. */
export const document = structuredClone(openapi) as unknown as Document;
takeOut(document);

/** An operation and its place in the document. */
export interface Operation {
  /** JSON pointer, as a URI fragment. */
  place: string;
  path: string;
  /** In capitals. */
  method: string;
  tag: string;
  object: OperationObject;
  /** Parameters that all operations of the path share. */
  shared: readonly Parameter[];
}

const METHODS = new Set(["get", "head", "put", "post", "patch", "delete"]);

/** Every operation, in the order of the document. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => METHODS.has(method))
    .map(([method, value]) => {
      const object = value as unknown as OperationObject;
      const place = `#/paths/${escapeKey(path)}/${method}`;
      const tag = object.tags[0] as string;
      return { place, path, method: method.toUpperCase(), tag, object, shared: item.parameters ?? [] };
    }),
);

/** An object and its place, which is that of the component if the object was a `$ref`. */
export interface Located<T> {
  place: string;
  object: T;
}

/** Follows a `$ref`; any other object is returned with `place`. */
export function resolveReference<T>(object: T, place: string): Located<T> {
  const reference = (object as { $ref?: string }).$ref;
  if (reference === undefined) return { place, object };
  const keys = reference.slice("#/".length).split("/").map(unescapeKey);
  const target = keys.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
  return { place: reference, object: target as T };
}

/** Escapes a key for a JSON pointer (RFC 6901, section 3). */
export function escapeKey(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function unescapeKey(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}
