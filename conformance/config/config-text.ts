import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { UsageError } from "../results/errors.ts";
import { type At, dotted, type Path } from "./location.ts";
import { readUtf8 } from "./utf8.ts";

/** The value of a file, and a function that names the position of a key in it. */
export interface Source {
  value: unknown;
  at: At;
  /** Names the file with the line and column of a key. */
  atKey: (path: Path, key: string) => string;
}

/**
 * Reads a file as YAML, which includes JSON. Messages quote nothing of it, because it may contain a token.
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
      `${position(comment)}: a comment, but JSON has no comments. Remove it, or rename the file to .yaml and begin the comment with "#".`,
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

/** The offset of the first comment in a JSON file; null if there is none, or if the text is YAML. */
function commentIn(text: string): number | null {
  if (!/^\s*(?:\{|\/\/|\/\*)/.test(text)) return null;
  for (const { 0: found, index } of text.matchAll(STRING_OR_COMMENT)) {
    if (!found.startsWith('"')) return index + found.indexOf("/");
  }
  return null;
}

function toValue(document: Document, file: string): unknown {
  try {
    // A round trip through JSON refuses aliases that contain themselves.
    return JSON.parse(JSON.stringify(document.toJS()));
  } catch {
    throw new UsageError(
      `${file}: an alias (*name) has no anchor, holds itself or multiplies too often. ` +
        'Put a value that begins with "*" in quotes.',
    );
  }
}

/**
 * The position of a path in a document; if the path does not exist, the position of its nearest parent.
 * @returns the offset of a scalar or a list entry, or of the key of a map or list; null if unknown
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
