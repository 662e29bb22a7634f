/**
 * Types of this project's extensions for Redocly, and of the part of Redocly's rule interface that this plugin uses:
 * its command line has no types.
 *
 * @typedef {{ child(keys: (string | number)[]): Location, key(): Location, pointer: string,
 *   source: { absoluteRef: string } }} Location
 * @typedef {{ message: string, location?: Location }} Problem
 * @typedef {{ report(problem: Problem): void, location: Location, rawLocation: Location,
 *   key: string | number, type: { name: string },
 *   resolve(node: unknown): { node?: any, location?: Location } }} Context
 */

/** The kinds of object that may have `x-rules`; the lint rule rule-place refuses them elsewhere. */
export const HOSTS = [
  "Root",
  "Operation",
  "Response",
  "Header",
  "Parameter",
  "RequestBody",
  "MediaType",
  "SecurityScheme",
];

const INTEGER = { type: "integer" };
const STRINGS = { type: "array", items: { type: "string" } };

/** The value of a header that is a structured field (RFC 9651). */
const STRUCTURED_FIELD = {
  properties: {
    type: { enum: ["item", "list"] },
    value: { enum: ["integer", "string", "token", "date"] },
    minimum: INTEGER,
    maxItems: { type: "integer", minimum: 1 },
    parameters: "SyncFieldParameters",
  },
  required: ["type", "value"],
};

const FIELD_PARAMETER = {
  properties: {
    type: { enum: ["integer", "token", "string"] },
    required: { type: "boolean" },
    minimum: INTEGER,
    values: STRINGS,
  },
  required: ["type"],
};

/** A stage of writing a server. */
const STAGE = {
  properties: { name: { type: "string" }, title: { type: "string" }, operations: STRINGS, rules: STRINGS },
  required: ["name", "title", "operations", "rules"],
};

/** Headers that a response must not have, and the rule that says so. */
const ABSENT = { properties: { rule: { type: "string" }, headers: STRINGS }, required: ["rule", "headers"] };

/**
 * Adds types for our extensions. Then lint rules can visit the entries of `x-rules`, and Redocly lints and bundles the
 * responses of `x-fallbacks`. It would copy an untyped extension unchanged, with broken references.
 *
 * @param {Record<string, any>} types Redocly's node types by name
 * @returns {Record<string, any>} the same, with ours added
 */
export function extendTypes(types) {
  const extended = { ...types };
  for (const host of HOSTS) {
    extended[host] = withProperties(types[host], { "x-rules": "SyncRules" });
  }
  extended.Root = withProperties(extended.Root, {
    "x-fallbacks": "SyncFallbacks",
    "x-anywhere": "HeadersMap",
    "x-stages": "SyncStages",
  });
  extended.Header = withProperties(extended.Header, {
    "x-structured-field": "SyncStructuredField",
    "x-exclusive": { type: "string" },
  });
  extended.Response = withProperties(extended.Response, { "x-absent": "SyncAbsent" });
  extended.SyncStages = { properties: {}, items: "SyncStage" };
  extended.SyncStage = STAGE;
  extended.SyncStructuredField = STRUCTURED_FIELD;
  extended.SyncFieldParameters = { properties: {}, additionalProperties: "SyncFieldParameter" };
  extended.SyncFieldParameter = FIELD_PARAMETER;
  extended.SyncAbsent = ABSENT;
  // No properties: rule-shape checks the shape of an entry, with better messages.
  extended.SyncRules = { properties: {}, items: "SyncRule" };
  extended.SyncRule = { properties: {}, additionalProperties: {} };
  extended.SyncFallbacks = {
    properties: {},
    additionalProperties: "Response",
    required: ["path", "method"],
  };
  return extended;
}

/**
 * @param {{ properties: Record<string, unknown> }} type
 * @param {Record<string, unknown>} properties
 */
function withProperties(type, properties) {
  return { ...type, properties: { ...type.properties, ...properties } };
}
