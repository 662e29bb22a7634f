import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { UsageError } from "../results/errors.ts";
import { type At, dotted, type Path } from "./location.ts";
import { readUtf8 } from "./utf8.ts";

/** What a file holds, and a way to say where something stands in it. */
export interface Source {
  value: unknown;
  at: At;
  /** Names what a key stands in, and the line and column of the key. */
  atKey: (path: Path, key: string) => string;
}

/**
 * Reads a file as YAML, which JSON is too. No message repeats its text, which may hold a token.
 * @throws UsageError
 */
export function readText(file: string): Source {
  const text = readUtf8(file);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter, logLevel: "error" });
  const position = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const comment = file.endsWith(".json") ? commentIn(text) : null;
  if (comment !== null) {
    throw new UsageError(
      `${position(comment)}: a comment, of which JSON has none. Remove it, or call the file .yaml and begin it with "#".`,
    );
  }
  const [error] = document.errors;
  if (error) {
    const reason = error.code.toLowerCase().replaceAll("_", " ");
    const language = file.endsWith(".json") ? "JSON" : "YAML";
    throw new UsageError(`${position(error.pos[0])}: not valid ${language}: ${reason}`);
  }
  const name = (path: Path, offset: number | null) =>
    `${offset === null ? file : position(offset)}: at ${dotted(path)}`;
  return {
    value: toValue(document, file),
    at: (...path) => name(path, offsetOf(document, path, false)),
    atKey: (path, key) => name(path, offsetOf(document, [...path, key], true)),
  };
}

/** A string, or what begins a comment of JavaScript after white space or a bracket; it matches at every quote. */
const STRING_OR_COMMENT = /"(?:[^"\\]|\\.)*(?:"|\\?$)|(?:^|[\s,{}[\]])(?:\/\/|\/\*)/gs;

/** Where the first comment of a JSON file is; null for none, and for YAML by another name. */
function commentIn(text: string): number | null {
  if (!/^\s*(?:\{|\/\/|\/\*)/.test(text)) return null;
  for (const { 0: found, index } of text.matchAll(STRING_OR_COMMENT)) {
    if (!found.startsWith('"')) return index + found.indexOf("/");
  }
  return null;
}

function toValue(document: Document, file: string): unknown {
  try {
    // Through JSON, which refuses what holds itself.
    return JSON.parse(JSON.stringify(document.toJS()));
  } catch {
    throw new UsageError(
      `${file}: an alias (*name) has no anchor, holds itself or multiplies too often. ` +
        'A value that begins with "*" has to stand in quotes.',
    );
  }
}

/**
 * Where something stands; where it is absent, what it would stand in.
 * @returns the offset of a scalar or an entry of a list, of the key of anything else; null where nothing is known
 */
function offsetOf(document: Document, path: Path, wantsKey: boolean): number | null {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? null) : null;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    const found = isMap(node) ? pairOf(node.items, step) : isSeq(node) ? entryOf(node.items, step) : null;
    if (found === null) return offset;
    node = found.value;
    const isPlain = isScalar(node) || isAlias(node);
    const best = found.key === null || (isPlain && !wantsKey) ? node : found.key;
    offset = (isNode(best) ? best.range?.[0] : undefined) ?? offset;
  }
  return offset;
}

interface Found {
  /** Null in a list. */
  key: unknown;
  value: unknown;
}

function pairOf(pairs: readonly { key: unknown; value: unknown }[], step: string | number): Found | null {
  return pairs.find(({ key }) => isScalar(key) && String(key.value) === String(step)) ?? null;
}

function entryOf(items: readonly unknown[], step: string | number): Found | null {
  const value = items[Number(step)];
  return value === undefined ? null : { key: null, value };
}
