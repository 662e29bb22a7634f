/** Characters by which a form of a secret is looked up; a shorter one by all of its own. */
export const WINDOW = 16;
/** As much of a form as this is hidden even where the rest of it does not follow. */
export const TELLING = 64;
/** What is put where a text was cut. */
export const CUT = "…";

/** A part of a text that gives a secret away. */
export interface Span {
  start: number;
  end: number;
  label: string;
}

/** A spelling of a secret. */
export interface Form {
  text: string;
  label: string;
  /** The longest other form of the same bucket that this one begins with. */
  inside: Form | null;
}

/** Forms that begin with the same characters, in their order. */
export type Bucket = Form[];

/** Puts forms into buckets by their first characters, as many as are looked up of each; by the number of these. */
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

/** The longest form of a bucket that begins at a place, or as much of one as tells something; null for neither. */
export function longest(bucket: Bucket, text: string, start: number): Span | null {
  // The forms that agree most with the text are those beside the place at which it would be sorted in.
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
  const [near, most] = same >= other ? [before, same] : [after, other];
  const end = start + most;
  if (near && (most >= TELLING || (most >= WINDOW && text.startsWith(CUT, end)))) {
    return { start, end, label: near.label };
  }
  // A form that is whole is sorted in before the text, and what is sorted in between begins with it.
  let whole = before;
  while (whole && whole.text.length > same) whole = whole.inside;
  return whole && { start, end: start + whole.text.length, label: whole.label };
}

function agreementOf(form: Form | null, text: string, start: number): number {
  return form ? agreement(form.text, text, start) : 0;
}

/** How many characters of a form follow in a text from a place on. */
function agreement(form: string, text: string, start: number): number {
  let same = 0;
  while (same < form.length && form.charCodeAt(same) === text.charCodeAt(start + same)) same++;
  return same;
}
