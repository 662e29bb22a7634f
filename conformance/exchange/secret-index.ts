import { type Bucket, bucketsOf, CUT, type Form, longest, type Span, WINDOW } from "./secret-bucket.ts";
import { formsOf, lowerCase } from "./secret-forms.ts";

/** A shorter secret protects nothing, and hiding it would garble every transcript. */
const SHORTEST_SECRET = 3;
/** Less of a secret than this tells nothing where a text was cut. */
const SHORTEST_PART = 6;
/** Characters that may be compared for each one of a text. More are needed where secrets repeat themselves. */
const MOST_COMPARED = 16;
/** Of each of three characters the lower five bits: the number that they make together. */
const MASK = 0x7fff;

/** Text to be hidden, and what is put in its place. */
export interface Secret {
  text: string;
  label: string;
}

/**
 * Finds secrets in a text, in a time that is linear in the text and hardly grows with the number of secrets. One look
 * at three characters says of most places that no secret begins there; what does is looked up by its first characters.
 */
export class SecretIndex {
  readonly #forms: readonly Form[];
  readonly #buckets: readonly [length: number, ReadonlyMap<string, Bucket>][];
  /** By the number of three characters: 1 where a form begins with such. */
  readonly #begins = new Uint8Array(MASK + 1);
  /** Beginnings of forms, shorter than what is looked up, for where a text was cut. */
  #parts: ReadonlyMap<string, string> | null = null;

  constructor(secrets: readonly Secret[]) {
    const forms = new Map<string, Form>();
    for (const { text, label } of secrets) {
      if (text.length < SHORTEST_SECRET) continue;
      for (const form of formsOf(text)) {
        if (!forms.has(form)) forms.set(form, { text: form, label, inside: null });
        this.#begins[numberOf(form, 0)] = 1;
      }
    }
    this.#forms = [...forms.values()];
    this.#buckets = [...bucketsOf(this.#forms)];
  }

  /** The parts of a text that give secrets away; they may overlap. */
  find(original: string): Span[] {
    if (this.#forms.length === 0 || original.length < SHORTEST_SECRET) return [];
    const text = lowerCase(original);
    const spans = this.#cut(text);
    let compared = 0;
    let next = 0;
    let number = numberOf(` ${text.slice(0, 2)}`, 0);
    for (let at = 2; at < text.length; at++) {
      number = ((number << 5) | (text.charCodeAt(at) & 31)) & MASK;
      if (this.#begins[number] === 0 || at - 2 < next) continue;
      const start = at - 2;
      for (const [length, buckets] of this.#buckets) {
        const bucket = buckets.get(text.slice(start, start + length));
        const span = bucket && longest(bucket, text, start);
        if (!span) continue;
        spans.push(span);
        compared += span.end - start;
        // Another one may begin inside of it. To look for that takes too long where it never ends.
        if (compared > MOST_COMPARED * text.length) next = Math.max(next, span.end);
      }
    }
    return spans;
  }

  /** What is left of a secret, less than what is looked up, where the text was cut before it came here. */
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
  for (let at = from; at < from + 3; at++) number = (number << 5) | (text.charCodeAt(at) & 31);
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
