import openapi from "../../../generated/openapi.json" with { type: "json" };

type Schema = Record<string, unknown>;

const SCHEMAS = openapi.components.schemas as unknown as Readonly<Record<string, Schema>>;
const POINTER = "#/components/schemas/";

/** Names of the document's own schemas. */
export const COMPONENTS: readonly string[] = Object.keys(SCHEMAS).toSorted();

/** Members of a schema that are schemas: one, a list of them, or one by name. */
const ONE = new Set([
  ...["items", "additionalProperties", "unevaluatedProperties", "propertyNames", "contains"],
  ...["not", "if", "then", "else"],
]);
const LIST = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const NAMED = new Set(["properties", "patternProperties", "dependentSchemas", "$defs"]);

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A Schema Object of OpenAPI as plain JSON Schema, `refer` telling where what it refers to stands. */
function plain(schema: unknown, refer: (name: string) => string): unknown {
  if (!isObject(schema)) return schema;
  const inside = (value: unknown) => plain(value, refer);
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === "$ref") return [key, refer(String(value).slice(POINTER.length))];
      if (key === "example") return ["examples", [value]];
      if (ONE.has(key)) return [key, inside(value)];
      if (LIST.has(key)) return [key, (value as unknown[]).map(inside)];
      if (!NAMED.has(key)) return [key, value];
      return [
        key,
        Object.fromEntries(Object.entries(value as Schema).map(([name, of]) => [name, inside(of)])),
      ];
    }),
  );
}

/**
 * One of the document's schemas as a JSON Schema of its own, with everything that it refers to in it, so that the one
 * file is enough for a validator.
 * @param name e.g. `Record`
 * @throws Error when the document has no such schema, or one refers to something else than a schema of the document
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
    // Taken before its references are followed: it may refer to itself.
    definitions[next] = {};
    definitions[next] = plain(schema, refer);
  }
  const { [name]: own, ...others } = definitions;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: name,
    ...(own as Schema),
    ...(Object.keys(others).length > 0 ? { $defs: others } : {}),
  };
}
