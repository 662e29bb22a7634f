import { isUtf8 } from "node:buffer";
import type { HeaderList, KeptBody } from "../results/report-model.ts";
import { MAC_LABEL } from "../results/secret-labels.ts";
import { decodeEscapes } from "./decode-escapes.ts";
import { REVEALING_LENGTH, type Span } from "./secret-bucket.ts";
import { type Secret, SecretIndex } from "./secret-index.ts";

/** Replaces the credentials of a run by labels, in every text and body that is kept. */

export type { Secret } from "./secret-index.ts";

/** Octets of a body that a transcript keeps. */
const KEPT_BYTES = 4096;
/** Octets of a body that are searched for secrets: more than are kept, because labels shorten the text. */
const READ_BYTES = 16 * KEPT_BYTES;
/** Most nested encodings. A problem that quotes a body with a URL in it has several. */
const MOST_ENCODINGS = 3;
/** The code of a Hawk header; the second group is the code. */
const MAC = /(\bmac=\\?")([^"\\]+)/gi;
/** Octets at the end of the read part that may be the beginning of a secret, in its longest spelling. */
const UNSURE = REVEALING_LENGTH * "&#x000041;".length;

/** Removes the credentials of a run from everything that is kept, also from what a server sends back. */
export class Redactor {
  readonly #indexes: readonly SecretIndex[];

  /** @param others a redactor whose secrets are removed too */
  constructor(secrets: readonly Secret[], others: Redactor | null = null) {
    this.#indexes = [...(others ? others.#indexes : []), new SecretIndex(secrets)];
  }

  /** A redactor with further secrets. */
  and(secrets: readonly Secret[]): Redactor {
    return secrets.length === 0 ? this : new Redactor(secrets, this);
  }

  text(text: string): string {
    return replaceSpans(text, this.#find(text)).replace(MAC, `$1${MAC_LABEL}`);
  }

  /** Finds parts that reveal a secret, in the text as it is and with its character encodings decoded. */
  #find(text: string, encodings = 0): Span[] {
    const plain = this.#indexes.flatMap((index) => index.find(text));
    const decoded = encodings < MOST_ENCODINGS ? decodeEscapes(text) : null;
    if (!decoded) return plain;
    const encoded = this.#find(decoded.text, encodings + 1).map(({ start, end, label }) => {
      return { start: decoded.origin(start), end: decoded.origin(end), label };
    });
    return [...plain, ...encoded];
  }

  /** The part of a body that a transcript keeps; null for no body. */
  body(body: Uint8Array | null): KeptBody | null {
    if (body === null || body.length === 0) return null;
    // Redacted before it is cut: a secret across the cut would otherwise show its first half.
    const read = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, READ_BYTES));
    const isWhole = read.length === body.length;
    const clean = Buffer.from(this.text(read.toString("latin1")), "latin1");
    // A secret that is cut at the end of the read part was not found, so this drops the end.
    const searched = isWhole ? clean.length : Math.max(0, clean.length - UNSURE);
    const kept = clean.subarray(0, Math.min(searched, KEPT_BYTES));
    const encoding = isUtf8(body) ? "utf8" : "base64";
    return {
      text: kept.toString(encoding),
      encoding,
      bytes: body.length,
      truncated: kept.length < clean.length || !isWhole,
    };
  }
}

/** Replaces parts by labels; overlapping parts get the label of the longest. */
function replaceSpans(text: string, spans: Span[]): string {
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

/** The secrets of a single request: the code of a Hawk header, which a server may send back without its context. */
export function secretsIn(headers: HeaderList): Secret[] {
  const authorizations = headers.filter(([name]) => name.toLowerCase() === "authorization");
  const codes = authorizations.flatMap(([, value]) => [...value.matchAll(MAC)].map(([, , code]) => code));
  return codes.map((code = "") => ({ text: code, label: MAC_LABEL }));
}
