/** Says in words what a JSON Schema demands. */
import type { Node } from "./schema-keys.ts";

const KINDS: Record<NonNullable<Node["type"]>, string> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
};

/** What may stand somewhere, by a type of JSON Schema. */
export function kindOf(type: NonNullable<Node["type"]>): string {
  return KINDS[type];
}

/** Values that are spelt as they are, in quotes. */
export function quoted(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(", ");
}
