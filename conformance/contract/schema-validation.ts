import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { DOCUMENT, type Schema } from "./document.ts";
import { isHttpDate, isWebLinking } from "./field-formats.ts";
import { isUri, isUriReference } from "./uri.ts";

/** Validates values and texts by JSON Schemas of the document, with Ajv. */

/** Compiles schemas, each once. */
function compiler(allErrors: boolean): (schema: Schema) => ValidateFunction {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: "log",
    allErrors,
    logger: false,
    // Tests validate the schemas. Compiling the meta-schema would take longer than compiling all schemas of a run.
    validateSchema: false,
  });
  formats.default(ajv);
  ajv.addFormat("http-date", isHttpDate);
  ajv.addFormat("web-linking", isWebLinking);
  ajv.addFormat("uri", isUri);
  ajv.addFormat("uri-reference", isUriReference);
  // The schemas refer to one another by pointers into the document, so Ajv gets the whole document.
  ajv.addKeyword("example");
  ajv.addSchema({ $id: "openapi", components: DOCUMENT.components }, "openapi", false, false);
  ajv.addVocabulary(["components"]);
  const compiled = new Map<Schema, ValidateFunction>();
  return (schema) => {
    const known = compiled.get(schema) ?? ajv.compile(absolute(schema) as Schema);
    compiled.set(schema, known);
    return known;
  };
}

const toFirstError = compiler(false);
const toAllErrors = compiler(true);

/** Makes the references of a schema absolute, for the document that Ajv knows. */
function absolute(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(absolute);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === "$ref" && typeof value === "string"
        ? [key, value.replace(/^#/, "openapi#")]
        : [key, absolute(value)],
    ),
  );
}

/** A violation of a schema by one part of a value. */
export interface SchemaError {
  /** JSON pointer into the value; empty for the value itself. */
  at: string;
  /** The JSON Schema keyword that failed, e.g. `required`. */
  keyword: string;
  /** The member that is missing or not allowed; null if the keyword is not about a member. */
  member: string | null;
  message: string;
}

/**
 * Validates a value against a schema of the document; an empty list means valid.
 * @param all find every error, not only the first; a large hostile value may have so many that this takes minutes
 */
export function validate(schema: Schema, value: unknown, { all = false } = {}): SchemaError[] {
  const check = all ? toAllErrors(schema) : toFirstError(schema);
  if (check(value)) return [];
  return (check.errors ?? []).map((error) => ({
    at: error.instancePath,
    keyword: error.keyword,
    member: (error.params.missingProperty ?? error.params.additionalProperty ?? null) as string | null,
    message: error.message ?? error.keyword,
  }));
}

/** Known types of schemas: following a `$ref` each time is slow. */
const types = new Map<Schema, unknown>();

/** The `type` of a schema, or of the one that its `$ref` points to. */
function typeOf(schema: Schema): unknown {
  if (types.has(schema)) return types.get(schema);
  let current = schema;
  while (typeof current.$ref === "string") {
    current = current.$ref
      .slice(2)
      .split("/")
      .reduce<unknown>((node, key) => (node as Schema)[key], DOCUMENT) as Schema;
  }
  types.set(schema, current.type);
  return current.type;
}

/**
 * Converts the text of a parameter or header to the type of its schema: 1 to 16 ASCII digits to an integer, a
 * comma-separated list to an array. Any other type keeps the text.
 * @returns undefined if the text does not have the type
 */
export function fromText(schema: Schema, text: string): unknown {
  const type = typeOf(schema);
  if (type === "integer") return /^[0-9]{1,16}$/.test(text) ? Number(text) : undefined;
  if (type === "array") return [...new Set(text.split(","))];
  return text;
}

/** Validates the text of a parameter or header; an empty list means valid. */
export function validateText(schema: Schema, text: string): SchemaError[] {
  const value = fromText(schema, text);
  if (value === undefined)
    return [{ at: "", keyword: "type", member: null, message: "must be decimal digits" }];
  return validate(schema, value);
}
