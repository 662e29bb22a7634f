import type { paths } from "../../generated/api.ts";
import type { Partition } from "../contract/document.ts";

/** Types the JSON bodies of requests and responses by the document, and makes raw bodies for requests beyond it. */

/**
 * The path template that matches a path: `/{partition}/{collection}/{id}` for `/storage/c/a`. `never` for a path that is
 * not a string literal, or that the document does not define.
 */
type TemplateOf<Path extends string> = Path extends keyof paths
  ? Path
  : Path extends `/${Partition}/${infer Rest}`
    ? Rest extends `${string}/${string}`
      ? "/{partition}/{collection}/{id}"
      : "/{partition}/{collection}"
    : Path extends `/${Partition}`
      ? "/{partition}"
      : never;

type Method = "get" | "head" | "put" | "post" | "delete";
type OperationAt<Path extends string, M extends Method> = paths[TemplateOf<Path>] extends {
  [K in M]: infer Op;
}
  ? Op
  : never;

/** The JSON body of a success, as the document types it; `unknown` where it defines none. */
export type Result<Path extends string, M extends Method> =
  OperationAt<Path, M> extends { responses: { 200: { content: { "application/json": infer Json } } } }
    ? Json
    : unknown;

/** The JSON body of a request, as the document types it. */
export type Input<Path extends string, M extends Method> =
  OperationAt<Path, M> extends { requestBody: { content: { "application/json": infer Json } } }
    ? Json
    : never;

/** A request body as octets with a media type, for bodies that the document's types do not allow or cannot describe. */
export class RawBody {
  readonly #bytes: Uint8Array;
  /** `Content-Type`; null sends none. */
  readonly type: string | null;

  constructor(content: string | Uint8Array, type: string | null = "application/json") {
    this.#bytes = typeof content === "string" ? Buffer.from(content) : content;
    this.type = type;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Number of octets. */
  get length(): number {
    return this.#bytes.length;
  }

  /** Any value as JSON, also one that the document does not allow. */
  static json(value: unknown): RawBody {
    return new RawBody(JSON.stringify(value));
  }

  /** A list as `application/newlines`. */
  static lines(values: unknown[]): RawBody {
    return new RawBody(values.map((value) => `${JSON.stringify(value)}\n`).join(""), "application/newlines");
  }
}

/** The octets of a body: a raw body unchanged, any other value as JSON. */
export function toRaw(body: unknown): RawBody {
  return body instanceof RawBody ? body : RawBody.json(body);
}
