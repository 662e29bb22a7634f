import { isUtf8 } from "node:buffer";
import { MAC_LABEL } from "../report/label.ts";
import type { HeaderList, KeptBody } from "../report/model.ts";

/** Octets of a body that a transcript keeps. */
const KEPT_BYTES = 4096;
/** Octets of a body that are looked into for secrets: there may be as many of them that labels then shorten. */
const READ_BYTES = 16 * KEPT_BYTES;
/** A shorter secret protects nothing, and hiding it would garble every transcript. */
const SHORTEST_SECRET = 3;
/** What is put where a text was cut. */
const CUT = "…";
/** Less of a secret than this tells nothing. */
const SHORTEST_PART = 6;
/** The code of a Hawk header; the second group is the code. */
const MAC = /(\bmac=\\?")([^"\\]+)/gi;

/** A pattern that matches nothing. */
const NEVER = "(?!)";

/** Text to be hidden, and what stands in its place. */
export interface Secret {
  text: string;
  label: string;
}

/** Removes the credentials of a run from whatever is kept of it, also where a server sends them back. */
export class Redactor {
  readonly #secrets: readonly Secret[];
  readonly #forms: Secret[];
  /** Whether a text has a form in it: most have none, and one look is cheaper than one for each. */
  readonly #any: RegExp;
  /** Characters of the longest form. */
  readonly #longest: number;

  constructor(secrets: readonly Secret[]) {
    this.#secrets = secrets;
    this.#forms = secrets
      .filter(({ text }) => text.length >= SHORTEST_SECRET)
      .flatMap(({ text, label }) => formsOf(text).map((form) => ({ text: form, label })))
      // Longest first, so that a secret inside another one leaves no rest of it.
      .sort((a, b) => b.text.length - a.text.length);
    this.#any = new RegExp(this.#forms.map(({ text }) => literal(text)).join("|") || NEVER);
    this.#longest = this.#forms[0]?.text.length ?? 0;
  }

  /** The same, and more. */
  and(secrets: readonly Secret[]): Redactor {
    return secrets.length === 0 ? this : new Redactor([...this.#secrets, ...secrets]);
  }

  text(text: string): string {
    return this.#cut(this.#any.test(text) ? this.#whole(text) : text).replace(MAC, `$1${MAC_LABEL}`);
  }

  /** Hides secrets that are there whole. */
  #whole(text: string): string {
    return this.#forms.reduce((rest, { text: form, label }) => rest.replaceAll(form, () => label), text);
  }

  /** Hides what is left of a secret where a text was cut before it came here, as an ellipsis says. */
  #cut(text: string): string {
    if (!text.includes(CUT)) return text;
    return this.#forms.reduce((rest, { text: form, label }) => {
      for (let length = form.length - 1; length >= SHORTEST_PART; length--) {
        const part = form.slice(0, length) + CUT;
        if (rest.includes(part)) return rest.replaceAll(part, () => label + CUT);
      }
      return rest;
    }, text);
  }

  /** The part of a body that a transcript keeps; null for no body. */
  body(body: Uint8Array | null): KeptBody | null {
    if (body === null || body.length === 0) return null;
    // Redacted before it is cut: a secret across the cut would otherwise show its first half.
    const read = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, READ_BYTES));
    const isWhole = read.length === body.length;
    const clean = Buffer.from(this.text(read.toString("latin1")), "latin1");
    // What begins a secret at the end of what was read was not recognised.
    const sure = isWhole ? clean.length : Math.max(0, clean.length - this.#longest);
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

/** Credentials that a request has for itself alone: the code of a Hawk header, which a server may send back bare. */
export function secretsIn(headers: HeaderList): Secret[] {
  const authorizations = headers.filter(([name]) => name.toLowerCase() === "authorization");
  const codes = authorizations.flatMap(([, value]) => [...value.matchAll(MAC)].map(([, , code]) => code));
  return codes.map((code = "") => ({ text: code, label: MAC_LABEL }));
}

/** A pattern that matches a text alone. */
function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
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
