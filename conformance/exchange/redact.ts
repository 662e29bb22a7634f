import { isUtf8 } from "node:buffer";
import type { KeptBody } from "../report/model.ts";

/** Octets of a body that a transcript keeps. */
const KEPT_BYTES = 4096;
/** A shorter secret protects nothing, and hiding it would garble every transcript. */
const SHORTEST_SECRET = 4;

export const REDACTED = "[redacted]";

/** Removes the credentials of a run from whatever is kept of it, also where a server sends them back. */
export class Redactor {
  readonly #forms: string[];

  /** @param secrets tokens and passwords in clear */
  constructor(secrets: Iterable<string>) {
    const forms = [...secrets]
      .filter((secret) => secret.length >= SHORTEST_SECRET)
      .flatMap((secret) => [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
        Buffer.from(secret).toString("base64"),
        Buffer.from(secret).toString("base64url"),
      ]);
    // Longest first, so that a secret inside another one leaves no rest of it.
    this.#forms = [...new Set(forms)].sort((a, b) => b.length - a.length);
  }

  text(text: string): string {
    return this.#forms.reduce((clean, form) => clean.replaceAll(form, REDACTED), text);
  }

  /** The value of a header field; of `Authorization` only the scheme is kept. */
  header(name: string, value: string): string {
    if (name.toLowerCase() !== "authorization") return this.text(value);
    const space = value.indexOf(" ");
    return space < 0 ? REDACTED : `${value.slice(0, space)} ${REDACTED}`;
  }

  /** The part of a body that a transcript keeps; null for no body. */
  body(body: Uint8Array | null): KeptBody | null {
    if (body === null || body.length === 0) return null;
    // Redacted before it is cut: a secret across the cut would otherwise show its first half.
    const clean = this.text(Buffer.from(body).toString("latin1"));
    const octets = Buffer.from(clean, "latin1");
    const kept = octets.subarray(0, KEPT_BYTES);
    const truncated = octets.length > KEPT_BYTES;
    return isUtf8(body)
      ? { text: kept.toString("utf8"), encoding: "utf8", bytes: body.length, truncated }
      : { text: kept.toString("base64"), encoding: "base64", bytes: body.length, truncated };
  }

  /** The same structure with every string redacted. */
  deep<T>(value: T): T {
    if (typeof value === "string") return this.text(value) as T;
    if (Array.isArray(value)) return value.map((item) => this.deep(item)) as T;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.deep(item)])) as T;
  }
}
