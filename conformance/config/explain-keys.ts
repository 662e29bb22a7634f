/** Explains the keys of a configuration from its JSON Schema. */
import pc from "picocolors";
import { stringify } from "yaml";
import { UsageError } from "../results/errors.ts";
import { wrap } from "../results/format-text.ts";
import { keysOf, type Node, nodeAt, ROOT } from "./schema-keys.ts";
import { kindOf } from "./schema-words.ts";
import { guess } from "./suggest-spelling.ts";

const WIDTH = 100;
const MARGIN = "  ";
const LABEL = 9;

/** The explanation of one key, from the schema. */
export interface Explanation {
  /** The full key, such as `server.command`. */
  key: string;
  description: string;
  /** In words. */
  type: string;
  required: boolean;
  /** The default value; absent if there is none, or if the description explains it. */
  default?: unknown;
  example?: unknown;
  /** The keys below it. */
  keys: string[];
}

/**
 * Explains a key and the keys below it, or all keys of the top level, from the schema.
 * @param key such as `server.command`; undefined for the top level
 * @throws UsageError if there is no such key
 */
export function explain(key: string | undefined): Explanation[] {
  if (key === undefined) return below([], ROOT);
  const path = key.split(".");
  const node = nodeAt(path);
  if (node === null) throw unknown(path);
  const outer = nodeAt(path.slice(0, -1)) as Node;
  const name = path.at(-1) as string;
  return [explanation(path, node, mapOf(outer).required?.includes(name) ?? false), ...below(path, node)];
}

/** The same for people. */
export function renderExplanations(all: readonly Explanation[], { color }: { color: boolean }): string {
  const colors = pc.createColors(color);
  return all.map((one) => block(one, colors)).join("\n\n");
}

function below(path: readonly string[], node: Node): Explanation[] {
  const { required = [] } = mapOf(node);
  return keysOf(mapOf(node)).map(([key, value]) =>
    explanation([...path, key], value, required.includes(key)),
  );
}

function explanation(path: readonly string[], node: Node, required: boolean): Explanation {
  const [example] = node.examples ?? [];
  return {
    key: path.join("."),
    description: node.description ?? "",
    type: typeOf(node),
    required,
    ...(node.default !== undefined && { default: node.default }),
    ...(example !== undefined && { example }),
    keys: keysOf(mapOf(node)).map(([key]) => key),
  };
}

/** The schema of the map below a key: the value itself, or the entries of a list. */
function mapOf(node: Node): Node {
  return node.type === "array" ? nodeOf(node.items) : node;
}

function nodeOf(node: Node | undefined): Node {
  return node === undefined ? {} : (nodeAt([], node) as Node);
}

function typeOf(node: Node): string {
  if (node.enum) return `one of ${node.enum.join(", ")}`;
  if (node.const !== undefined) return `"${node.const}"`;
  const kind = kindOf(node.type ?? "string");
  if (node.type === "array") return `${kind}: each ${typeOf(nodeOf(node.items))}`;
  if (node.minimum !== undefined) return `${kind} from ${node.minimum} to ${node.maximum}`;
  if (node.type === "object" && !node.properties) {
    return `${kind}: each ${typeOf(nodeOf(node.additionalProperties || undefined))}`;
  }
  return kind;
}

function block(one: Explanation, { bold, dim }: ReturnType<typeof pc.createColors>): string {
  const name = one.key.split(".").at(-1) as string;
  const example = one.example === undefined ? null : yamlOf({ [name]: one.example });
  const rows = [
    ["type", one.required ? `${one.type}; required` : one.type],
    ["default", one.default === undefined ? null : JSON.stringify(one.default)],
    ["keys", one.keys.length === 0 ? null : `${one.keys.join(", ")}`],
    ["example", example],
  ].filter((row): row is [string, string] => row[1] !== null);
  const facts = rows.map(([label, text]) => {
    const lines = label === "example" ? text.trimEnd().split("\n") : wrap(text, WIDTH - LABEL);
    return `${MARGIN}${dim(label.padEnd(LABEL))}${lines.join(`\n${MARGIN}${" ".repeat(LABEL)}`)}`;
  });
  return [bold(one.key), ...wrap(one.description, WIDTH).map((line) => MARGIN + line), ...facts].join("\n");
}

/** YAML that YAML 1.1 reads the same way, where a bare "on" is a boolean. */
function yamlOf(value: object): string {
  return stringify(value, { lineWidth: 0, compat: "yaml-1.1" });
}

function unknown(path: readonly string[]): UsageError {
  const index = path.findIndex((_, length) => nodeAt(path.slice(0, length + 1)) === null);
  const known = keysOf(mapOf(nodeAt(path.slice(0, index)) as Node)).map(([key]) => key);
  const where = index === 0 ? "" : ` of "${path.slice(0, index).join(".")}"`;
  const has = known.length === 0 ? "It has no keys." : `The keys are ${known.join(", ")}.`;
  return new UsageError(
    `--explain ${path.join(".")}: there is no key "${path[index]}"${where}.${guess(path[index], known)} ${has}`,
  );
}
