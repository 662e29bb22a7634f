import openapi from "../../../generated/openapi.json" with { type: "json" };
import { takeOut } from "../../redocly/decorators/as-written.js";

/** A rule as it stands in the document. */
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

/** The document as it is written, bundle, as far as the pages read it. Anything but a schema may be a `$ref` to a component. */
export interface Document extends Described {
  info: { title: string; version: string; summary: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, { parameters?: Parameter[] }>;
  components: { securitySchemes: Record<string, Described> } & Record<string, Record<string, unknown>>;
  /** Responses to requests that meet no operation, or that any operation may give. */
  "x-fallbacks": Record<string, Response>;
  /** Headers that may stand on any response. */
  "x-anywhere": Record<string, Header>;
}

export const document = structuredClone(openapi) as unknown as Document;
takeOut(document);

/** One operation with where it stands. */
export interface Operation {
  /** JSON pointer, as a URI fragment. */
  place: string;
  path: string;
  /** In capitals. */
  method: string;
  tag: string;
  object: OperationObject;
  /** The parameters of its path, which all operations there share. */
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

/** An object and its place, which is that of the component where a `$ref` stands for it. */
export interface Located<T> {
  place: string;
  object: T;
}

/** Follows the `$ref` that may stand at `place`. */
export function resolveReference<T>(object: T, place: string): Located<T> {
  const reference = (object as { $ref?: string }).$ref;
  if (reference === undefined) return { place, object };
  const keys = reference.slice("#/".length).split("/").map(unescapeKey);
  const target = keys.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
  return { place: reference, object: target as T };
}

/** RFC 6901 §3. */
export function escapeKey(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function unescapeKey(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}
