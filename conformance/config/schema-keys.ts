import schema from "./config.schema.json" with { type: "json" };

/** What the schema says of one key, references followed. */
export interface Node {
  description?: string;
  type?: "string" | "number" | "integer" | "boolean" | "array" | "object";
  enum?: readonly string[];
  const?: string;
  minimum?: number;
  maximum?: number;
  default?: unknown;
  examples?: readonly unknown[];
  properties?: Record<string, Node>;
  required?: readonly string[];
  /** False where there are no other keys, else what is said of each of them. */
  additionalProperties?: Node | false;
  items?: Node;
  $ref?: string;
}

const DEFINITIONS: Record<string, Node> = schema.$defs as Record<string, Node>;

/** The schema of the whole configuration. */
export const ROOT: Node = resolved(schema as Node);

/**
 * What the schema says of what stands at a place.
 * @param path keys and indices from the top, or from another place; an index may be left out
 * @returns null where nothing may stand
 */
export function nodeAt(path: readonly (string | number)[], from = ROOT): Node | null {
  let node: Node | null = resolved(from);
  for (const key of path) {
    if (node === null) return null;
    node = typeof key === "number" ? child(node.items) : below(node, key);
  }
  return node;
}

/** The keys that a map may have, `<name>` where they are free and lead further; empty for what is none. */
export function keysOf({ properties = {}, additionalProperties }: Node): [string, Node][] {
  const free = child(additionalProperties || undefined);
  const all: [string, Node][] = free?.properties ? [["<name>", free]] : Object.entries(properties);
  return all.map(([key, value]) => [key, resolved(value)]);
}

/** The value that a key has where it is left out. */
export function defaultOf<T>(...path: string[]): T {
  return nodeAt(path)?.default as T;
}

function below(node: Node, key: string): Node | null {
  const map = node.type === "array" ? child(node.items) : node;
  // Not those that every object has, such as "constructor".
  const own = map?.properties && Object.hasOwn(map.properties, key) ? map.properties[key] : undefined;
  return child(own ?? (map?.additionalProperties || undefined));
}

function child(node: Node | undefined): Node | null {
  return node ? resolved(node) : null;
}

function resolved(node: Node): Node {
  const { $ref, ...rest } = node;
  if ($ref === undefined) return node;
  return { ...resolved(DEFINITIONS[$ref.replace("#/$defs/", "")] as Node), ...rest };
}
