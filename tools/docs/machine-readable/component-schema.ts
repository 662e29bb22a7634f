// Makes self-contained JSON Schemas of the schemas in the OpenAPI document.
import openapi from "../../../generated/openapi.json" with { type: "json" };

type Schema = Record<string, unknown>;

const SCHEMAS = openapi.components.schemas as unknown as Readonly<Record<string, Schema>>;
const POINTER = "#/components/schemas/";

/** Names of the document's own schemas. */
export const COMPONENTS: readonly string[] = Object.keys(SCHEMAS).toSorted();

/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const WITH_SCHEMA = new Set([
  ...["items", "additionalProperties", "unevaluatedProperties", "propertyNames", "contains"],
  ...["not", "if", "then", "else"],
]);
const WITH_LIST = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const WITH_NAMED = new Set(["properties", "patternProperties", "dependentSchemas", "$defs"]);

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Turns a Schema Object of OpenAPI into plain JSON Schema.
 * @param refer makes the `$ref` to another schema of the document
 */
function toJsonSchema(schema: unknown, refer: (name: string) => string): unknown {
  if (!isObject(schema)) return schema;
  const convert = (value: unknown) => toJsonSchema(value, refer);
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === "$ref") return [key, refer(String(value).slice(POINTER.length))];
      if (key === "example") return ["examples", [value]];
      if (WITH_SCHEMA.has(key)) return [key, convert(value)];
      if (WITH_LIST.has(key)) return [key, (value as unknown[]).map(convert)];
      if (!WITH_NAMED.has(key)) return [key, value];
      return [
        key,
        Object.fromEntries(Object.entries(value as Schema).map(([name, of]) => [name, convert(of)])),
      ];
    }),
  );
}

/**
 * Makes a self-contained JSON Schema of one of the document's schemas: it holds every schema that it refers to.
 * @param name e.g. `Record`
 * @throws Error if the document has no such schema, or a reference leads to something else than a schema
 */
export function componentSchema(name: string): Schema {
  const definitions: Record<string, unknown> = {};
  const waiting = [name];
  const refer = (to: string): string => {
    if (!(to in definitions)) waiting.push(to);
    return to === name ? "#" : `#/$defs/${to}`;
  };
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next in definitions) continue;
    const schema = SCHEMAS[next];
    if (schema === undefined) throw new Error(`The document has no schema ${next}.`);
    // Registered before its references are followed, since it may refer to itself.
    definitions[next] = {};
    definitions[next] = toJsonSchema(schema, refer);
  }
  const { [name]: own, ...others } = definitions;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: name,
    ...(own as Schema),
    ...(Object.keys(others).length > 0 ? { $defs: others } : {}),
  };
}
