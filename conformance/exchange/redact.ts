import { isUtf8 } from "node:buffer";
import type { KeptBody } from "../report/model.ts";

/** Octets of a body that a transcript keeps. */
const KEPT_BYTES = 4096;
/** A shorter secret protects nothing, and hiding it would garble every transcript. */
const SHORTEST_SECRET = 3;

/** Text to be hidden, and what stands in its place. */
export interface Secret {
  text: string;
  label: string;
}

/** Removes the credentials of a run from whatever is kept of it, also where a server sends them back. */
export class Redactor {
  readonly #forms: Secret[];

  constructor(secrets: readonly Secret[]) {
    this.#forms = secrets
      .filter(({ text }) => text.length >= SHORTEST_SECRET)
      .flatMap(({ text, label }) => formsOf(text).map((form) => ({ text: form, label })))
      // Longest first, so that a secret inside another one leaves no rest of it.
      .sort((a, b) => b.text.length - a.text.length);
  }

  text(text: string): string {
    return this.#forms.reduce((clean, { text: form, label }) => clean.replaceAll(form, label), text);
  }

  /** The part of a body that a transcript keeps; null for no body. */
  body(body: Uint8Array | null): KeptBody | null {
    if (body === null || body.length === 0) return null;
    // Redacted before it is cut: a secret across the cut would otherwise show its first half.
    const clean = Buffer.from(this.text(Buffer.from(body).toString("latin1")), "latin1");
    const kept = clean.subarray(0, KEPT_BYTES);
    const encoding = isUtf8(body) ? "utf8" : "base64";
    return {
      text: kept.toString(encoding),
      encoding,
      bytes: body.length,
      truncated: clean.length > KEPT_BYTES,
    };
  }
}

/** The spellings in which a secret may come back from a server. */
function formsOf(secret: string): string[] {
  const octets = Buffer.from(secret);
  const all = [
    secret,
    octets.toString("latin1"),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    octets.toString("base64"),
    octets.toString("base64url"),
  ];
  return [...new Set(all)];
}
