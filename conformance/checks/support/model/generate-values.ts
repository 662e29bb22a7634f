/** Generates names and values of records. */
import fc from "fast-check";
import type { Partition } from "../../../contract/document.ts";
import type { Fields } from "./write-effects.ts";

// Few names, so that requests meet; some begin like others, and their order is that of ASCII in upper and lower case.
// The first ones stand more often than the others.
export const partition = fc.constantFrom<Partition[]>("storage", "storage", "control");
export const collection = fc.constantFrom("c", "c", "c", "cc", "cc", "D");
export const id = fc.constantFrom("x", "x", "x", "x", "y", "Z");

/** Generators of names; with fewer names, requests meet more often. */
export function namesOf(few: boolean) {
  return few
    ? { partition, collection: fc.constantFrom("c", "c", "c", "cc"), id: fc.constantFrom("x", "x", "y") }
    : { partition, collection, id };
}

export const path = fc.tuple(partition, collection).map((names) => names.join("/"));
export const recordPath = fc.tuple(partition, collection, id).map((names) => names.join("/"));

/** True once in `often` times; false is the simplest value. */
export const rarely = (often: number) => fc.nat({ max: often - 1 }).map((number) => number === often - 1);
export const some = <T>(of: fc.Arbitrary<T>, most = 3) =>
  fc.uniqueArray(of, { minLength: 1, maxLength: most });
/** `times` of ten values come from `of`; the others are null. */
export const perhaps = <T>(of: fc.Arbitrary<T>, times: number) =>
  fc.oneof({ weight: 10 - times, arbitrary: fc.constant(null) }, { weight: times, arbitrary: of });

/** The values of the records in a sequence. */
export interface RecordValues {
  payloads: readonly string[];
  /** Seconds. */
  ttls: readonly (number | null)[];
  /** Weight of writes that set a `ttl`, alone or with other fields; 1 is seldom. */
  timed: number;
  sortindexes: readonly (number | null)[];
}

/** A day in seconds, longer than any sequence. */
const DAY = 86_400;

export const ORDINARY: RecordValues = {
  payloads: ["one", "two", "", "drei — vier"],
  ttls: [DAY, null],
  timed: 1,
  sortindexes: [1, null, 2, -1, 0, null],
};

/** Records many of which share a `sortindex`; some have a negative one. */
export const SORTED: RecordValues = { ...ORDINARY, sortindexes: [-1, -2, null, 0, 1, -1] };

/** Records that expire while a sequence waits, and some that do not. */
export const SHORT_LIVED: RecordValues = { ...ORDINARY, ttls: [2, 2, 2, 2, 4, DAY, null, null], timed: 7 };

/** Payloads of which a few fill the room of a full account. */
export const TIGHT: RecordValues = {
  ...SHORT_LIVED,
  payloads: ["", "x", "€€", "x".repeat(16), "x".repeat(20), "x".repeat(33)],
};

/** The fields of a record that is replaced, and those of one that is updated. */
export function fieldsOf({ payloads, ttls, timed, sortindexes }: RecordValues) {
  const payload = fc.constantFrom(...payloads);
  const sortindex = fc.constantFrom(...sortindexes);
  const ttl = fc.constantFrom(...ttls);
  const text = fc.oneof({ weight: 5, arbitrary: payload }, { weight: 1, arbitrary: fc.constant(null) });
  const whole: fc.Arbitrary<Fields> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ payload }) },
    { weight: 2, arbitrary: fc.record({ payload, sortindex }) },
    {
      weight: timed,
      arbitrary: fc.record({ payload, sortindex, ttl }, { requiredKeys: ["payload", "ttl"] }),
    },
  );
  /** Mostly one or two fields: the others show what a write leaves alone. */
  const partial: fc.Arbitrary<Fields> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ payload: text }) },
    { weight: 3, arbitrary: fc.record({ sortindex }) },
    { weight: timed, arbitrary: fc.record({ ttl }) },
    { weight: timed, arbitrary: fc.record({ payload: text, sortindex, ttl }, { requiredKeys: [] }) },
  );
  return { whole, partial };
}
