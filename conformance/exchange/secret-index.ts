import { type Bucket, bucketsOf, CUT, type Form, longest, type Span, WINDOW } from "./secret-bucket.ts";
import { lowerCase, spellingsOf } from "./secret-spellings.ts";

/** Finds many secrets in a text, in linear time. */

/** A shorter secret protects nothing, and hiding it would garble every transcript. */
const SHORTEST_SECRET = 3;
/** A shorter beginning of a secret, at the end of a cut text, reveals nothing. */
const SHORTEST_PART = 6;
/** Most comparisons for each character of a text. Only secrets that repeat themselves need more. */
const MOST_COMPARED = 16;
/** Mask of the number that the lower five bits of three characters make. */
const MASK = 0x7fff;

/** A text to hide, and the label that replaces it. */
export interface Secret {
  text: string;
  label: string;
}

/**
 * Finds secrets in a text, in time that is linear in the text and hardly depends on the number of secrets. At most
 * places three characters are enough to exclude every secret; at the others, a secret is looked up by its beginning.
 */
export class SecretIndex {
  readonly #forms: readonly Form[];
  readonly #buckets: readonly [length: number, ReadonlyMap<string, Bucket>][];
  /** 1 at the number of three characters if a form begins with them. */
  readonly #begins = new Uint8Array(MASK + 1);
  /** Short beginnings of forms, to find a secret at the end of a cut text. */
  #parts: ReadonlyMap<string, string> | null = null;

  constructor(secrets: readonly Secret[]) {
    const forms = new Map<string, Form>();
    for (const { text, label } of secrets) {
      if (text.length < SHORTEST_SECRET) continue;
      for (const form of spellingsOf(text)) {
        if (!forms.has(form)) forms.set(form, { text: form, label, inside: null });
        this.#begins[numberOf(form, 0)] = 1;
      }
    }
    this.#forms = [...forms.values()];
    this.#buckets = [...bucketsOf(this.#forms)];
  }

  /** The parts of a text that reveal secrets; they may overlap. */
  find(original: string): Span[] {
    if (this.#forms.length === 0 || original.length < SHORTEST_SECRET) return [];
    const text = lowerCase(original);
    const spans = this.#cut(text);
    let compared = 0;
    let next = 0;
    let number = numberOf(` ${text.slice(0, 2)}`, 0);
    for (let start = 0; start < text.length - 2; start++) {
      number = ((number << 5) | (text.charCodeAt(start + 2) & 31)) & MASK;
      if (this.#begins[number] === 0 || start < next) continue;
      for (const [length, buckets] of this.#buckets) {
        const bucket = buckets.get(text.slice(start, start + length));
        const span = bucket && longest(bucket, text, start);
        if (!span) continue;
        spans.push(span);
        compared += span.end - start;
        // Another secret may begin inside this one. This stops searching for one when comparisons become too many.
        if (compared > MOST_COMPARED * text.length) next = Math.max(next, span.end);
      }
    }
    return spans;
  }

  /** Short beginnings of secrets at places where the text had been cut before. */
  #cut(text: string): Span[] {
    if (!text.includes(CUT)) return [];
    this.#parts ??= partsOf(this.#forms);
    const spans: Span[] = [];
    for (let end = text.indexOf(CUT); end >= 0; end = text.indexOf(CUT, end + 1)) {
      for (let length = Math.min(WINDOW - 1, end); length >= SHORTEST_PART; length--) {
        const label = this.#parts.get(text.slice(end - length, end));
        if (label === undefined) continue;
        spans.push({ start: end - length, end, label });
        break;
      }
    }
    return spans;
  }
}

function numberOf(text: string, from: number): number {
  let number = 0;
  for (let index = from; index < from + 3; index++) number = (number << 5) | (text.charCodeAt(index) & 31);
  return number & MASK;
}

function partsOf(forms: readonly Form[]): Map<string, string> {
  const parts = new Map<string, string>();
  for (const { text, label } of forms) {
    const most = Math.min(WINDOW, text.length) - 1;
    for (let length = SHORTEST_PART; length <= most; length++) parts.set(text.slice(0, length), label);
  }
  return parts;
}
