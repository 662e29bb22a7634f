/** Looks up spellings of secrets ("forms") by their first characters, and finds the longest one in a text. */

/** Number of characters by which forms of secrets are looked up; shorter forms use all of theirs. */
export const WINDOW = 16;
/** A beginning of a form of at least this length is hidden, even without the rest. */
export const REVEALING_LENGTH = 64;
/** The mark at the end of a text that was cut. */
export const CUT = "…";

/** A part of a text that reveals a secret. */
export interface Span {
  start: number;
  end: number;
  label: string;
}

/** A spelling of a secret. */
export interface Form {
  text: string;
  label: string;
  /** The longest other form in the same bucket that is a prefix of this one. */
  inside: Form | null;
}

/** Forms that begin with the same characters, sorted. */
export type Bucket = Form[];

/** Groups forms by their first characters: a map for each number of characters, from characters to bucket. */
export function bucketsOf(forms: readonly Form[]): ReadonlyMap<number, ReadonlyMap<string, Bucket>> {
  const all = new Map<number, Map<string, Bucket>>();
  for (const form of forms.toSorted((a, b) => (a.text < b.text ? -1 : 1))) {
    const beginning = form.text.slice(0, WINDOW);
    const buckets = all.get(beginning.length) ?? new Map<string, Bucket>();
    const bucket = buckets.get(beginning) ?? [];
    let inside = bucket.at(-1) ?? null;
    while (inside && !form.text.startsWith(inside.text)) inside = inside.inside;
    bucket.push(Object.assign(form, { inside }));
    all.set(beginning.length, buckets.set(beginning, bucket));
  }
  return all;
}

/** The longest form of a bucket that a text has at a position, or a revealing beginning of one; null for neither. */
export function longest(bucket: Bucket, text: string, start: number): Span | null {
  // In sorted order, the forms that agree most with the text are next to the place where the text belongs.
  let [low, high] = [0, bucket.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { text: form } = bucket[middle] as Form;
    const same = agreement(form, text, start);
    const isBefore = same === form.length || form.charCodeAt(same) < (text.charCodeAt(start + same) || 0);
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  const [before = null, after = null] = [bucket[low - 1], bucket[low]];
  const [same, other] = [agreementOf(before, text, start), agreementOf(after, text, start)];
  const [nearest, length] = same >= other ? [before, same] : [after, other];
  const end = start + length;
  if (nearest && (length >= REVEALING_LENGTH || (length >= WINDOW && text.startsWith(CUT, end)))) {
    return { start, end, label: nearest.label };
  }
  // A form that occurs whole is sorted before the text, and all forms between the two begin with it.
  let whole = before;
  while (whole && whole.text.length > same) whole = whole.inside;
  return whole && { start, end: start + whole.text.length, label: whole.label };
}

function agreementOf(form: Form | null, text: string, start: number): number {
  return form ? agreement(form.text, text, start) : 0;
}

/** Number of characters of a form that a text has from a position on. */
function agreement(form: string, text: string, start: number): number {
  let same = 0;
  while (same < form.length && form.charCodeAt(same) === text.charCodeAt(start + same)) same++;
  return same;
}
