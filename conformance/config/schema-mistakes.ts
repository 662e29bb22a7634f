import type { ErrorObject } from "ajv";
import type { Source } from "./config-text.ts";
import type { Path } from "./location.ts";
import { type Node, nodeAt } from "./schema-keys.ts";
import { kindOf, quoted } from "./schema-words.ts";
import { guess } from "./suggest-spelling.ts";

/** Mistakes that one message names. */
const MOST = 20;
/** Looks like a key, not a value whose key is missing. */
const WORD = /^[A-Za-z_$][A-Za-z_$-]{0,23}$/;

/** Says what is wrong, a line for each mistake: place, reason and next step, without the value. */
export function describeMistakes(errors: readonly ErrorObject[], value: unknown, source: Source): string {
  const lines = errors
    // The name that a map of free keys refuses has an error of its own.
    .filter(({ propertyName }) => propertyName === undefined)
    .map((error) => describe(error, pathOf(error.instancePath, value), source));
  const shown = [...new Set(lines)].slice(0, MOST);
  return [...shown, '"sync2 config --explain" lists all keys and values.'].join("\n");
}

function describe(error: ErrorObject, path: Path, { at, atKey }: Source): string {
  const { keyword, params, message } = error;
  const node = nodeAt(path) ?? {};
  const location = at(...path);
  switch (keyword) {
    case "additionalProperties": {
      const key: string = params.additionalProperty;
      return `${atKey(path, key)}: ${unknownKey(key, node)}`;
    }
    case "propertyNames":
      return `${location}: a name has letters, digits, "_", "." and "-", at most 64, and does not begin with ".".`;
    case "required":
      return `${location}: "${params.missingProperty}" is missing.`;
    case "type":
      return `${location}: has to be ${kindOf(params.type)}${example(node)}.`;
    case "enum":
      return `${location}: has to be one of ${quoted(params.allowedValues)}.${guess(error.data, params.allowedValues)}`;
    case "const":
      return `${location}: has to be "${params.allowedValue}".`;
    case "minimum":
      return `${location}: has to be at least ${params.limit}.`;
    case "maximum":
      return `${location}: has to be at most ${params.limit}.`;
    case "minLength":
    case "minItems":
    case "minProperties":
      return `${location}: is empty. Write a value there${example(node)}, or leave the key out.`;
    case "uniqueItems":
      return `${location}: has the same entry twice. Remove one of them.`;
    default:
      return `${location}: ${message}.`;
  }
}

function unknownKey(key: string, node: Node): string {
  const known = Object.keys(node.properties ?? {});
  // Where the space after a colon is forgotten, the value belongs to the key, and may be a token.
  const head = key.split(":", 1)[0] as string;
  if (head !== key && known.includes(head)) {
    return `"${head}:…" is not a key here. Write a space after the colon.`;
  }
  if (key === "<<")
    return '"<<" merges maps only in YAML 1.1, and is not a key here. Write out the keys that it would merge.';
  if (!WORD.test(key)) return "this is not a key.";
  return `"${key}" is not a key here.${guess(key, known)}`;
}

function example({ examples: [first] = [] }: Node): string {
  return first === undefined ? "" : `, e.g. ${JSON.stringify(first)}`;
}

/** Keys and indices of a JSON pointer. */
function pathOf(pointer: string, value: unknown): Path {
  const steps = pointer.split("/").slice(1);
  let now = value;
  return steps.map((raw) => {
    const key = raw.replaceAll("~1", "/").replaceAll("~0", "~");
    const step = Array.isArray(now) ? Number(key) : key;
    now = (now as Record<string | number, unknown> | undefined)?.[step];
    return step;
  });
}
