import { isUtf8 } from "node:buffer";
import type { HeaderList, KeptBody } from "../results/model.ts";
import { MAC_LABEL } from "../results/secret-labels.ts";
import { type Span, TELLING } from "./secret-bucket.ts";
import { type Secret, SecretIndex } from "./secret-index.ts";
import { spelledOut } from "./spelled-out.ts";

export type { Secret } from "./secret-index.ts";

/** Octets of a body that a transcript keeps. */
const KEPT_BYTES = 4096;
/** Octets of a body that are looked into for secrets: there may be as many of them that labels then shorten. */
const READ_BYTES = 16 * KEPT_BYTES;
/** Encodings one around another, as a problem has them that repeats a body with a URL in it. */
const MOST_ENCODINGS = 3;
/** The code of a Hawk header; the second group is the code. */
const MAC = /(\bmac=\\?")([^"\\]+)/gi;
/** Octets at the end of what was read that may begin a secret: of each character there is no longer spelling. */
const UNSURE = TELLING * "&#x000041;".length;

/** Removes the credentials of a run from whatever is kept of it, also where a server sends them back. */
export class Redactor {
  readonly #indexes: readonly SecretIndex[];

  /** @param others with whose secrets these are hidden */
  constructor(secrets: readonly Secret[], others: Redactor | null = null) {
    this.#indexes = [...(others ? others.#indexes : []), new SecretIndex(secrets)];
  }

  /** The same, and more. */
  and(secrets: readonly Secret[]): Redactor {
    return secrets.length === 0 ? this : new Redactor(secrets, this);
  }

  text(text: string): string {
    return hidden(text, this.#find(text)).replace(MAC, `$1${MAC_LABEL}`);
  }

  /** Finds what gives a secret away, as it is and without the encodings of its characters. */
  #find(text: string, encodings = 0): Span[] {
    const here = this.#indexes.flatMap((index) => index.find(text));
    const inner = encodings < MOST_ENCODINGS ? spelledOut(text) : null;
    if (!inner) return here;
    const within = this.#find(inner.text, encodings + 1).map(({ start, end, label }) => {
      return { start: inner.origin(start), end: inner.origin(end), label };
    });
    return [...here, ...within];
  }

  /** The part of a body that a transcript keeps; null for no body. */
  body(body: Uint8Array | null): KeptBody | null {
    if (body === null || body.length === 0) return null;
    // Redacted before it is cut: a secret across the cut would otherwise show its first half.
    const read = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, READ_BYTES));
    const isWhole = read.length === body.length;
    const clean = Buffer.from(this.text(read.toString("latin1")), "latin1");
    // What begins a secret at the end of what was read was not recognised.
    const sure = isWhole ? clean.length : Math.max(0, clean.length - UNSURE);
    const kept = clean.subarray(0, Math.min(sure, KEPT_BYTES));
    const encoding = isUtf8(body) ? "utf8" : "base64";
    return {
      text: kept.toString(encoding),
      encoding,
      bytes: body.length,
      truncated: kept.length < clean.length || !isWhole,
    };
  }
}

/** Puts labels in the place of parts; those that overlap have the label of the longest. */
function hidden(text: string, spans: Span[]): string {
  if (spans.length === 0) return text;
  const pieces: string[] = [];
  let end = 0;
  let longest = 0;
  for (const span of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const length = span.end - span.start;
    if (pieces.length === 0 || span.start >= end) {
      pieces.push(text.slice(end, span.start), span.label);
      longest = length;
    } else if (length > longest) {
      pieces[pieces.length - 1] = span.label;
      longest = length;
    }
    end = Math.max(end, span.end);
  }
  return pieces.join("") + text.slice(end);
}

/** Credentials that a request has for itself alone: the code of a Hawk header, which a server may send back bare. */
export function secretsIn(headers: HeaderList): Secret[] {
  const authorizations = headers.filter(([name]) => name.toLowerCase() === "authorization");
  const codes = authorizations.flatMap(([, value]) => [...value.matchAll(MAC)].map(([, , code]) => code));
  return codes.map((code = "") => ({ text: code, label: MAC_LABEL }));
}
