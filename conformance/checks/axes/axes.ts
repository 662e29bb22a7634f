/** The axes along which writes of records differ, such as form and target, and the writes that combine their values. */
import { isInReach } from "../../runner/select/stages.ts";
import { type Axes, combinations, pairwise } from "./pairs.ts";

// The axes are defined once, here: each check draws from them the cases of the behaviour that its rule names.

/** How a client writes a record. */
export const FORMS = ["put", "post", "list", "lines", "partition list", "partition lines"] as const;
export type Form = (typeof FORMS)[number];

/** The forms that treat each record as a POST of it: fields that are left out are kept. */
export const UPDATING: readonly Form[] = FORMS.filter((form) => form !== "put");
/** The forms that write many records with one request. */
export const LISTS: readonly Form[] = UPDATING.filter((form) => form !== "post");

/** When a write is performed: with its request, or with the commit of the session in which it was staged. */
export const MOMENTS = ["at once", "committed"] as const;
export type Moment = (typeof MOMENTS)[number];

/** The moments that a check can bring about. */
export function moments(): readonly Moment[] {
  return isInReach("postSessions") ? MOMENTS : ["at once"];
}

/** What there is under the name of a record before it is written. */
export const TARGETS = [
  /** A record, which holds one of `HELD`. */
  "there",
  /** Nothing, in a collection that holds other records. */
  "missing",
  /** Nothing, as the record was deleted. */
  "deleted",
  /** Nothing, in a collection whose records were all deleted. */
  "emptied",
  /** Nothing, in a collection that was deleted itself. */
  "dropped",
  /** Nothing, as the record has expired; a server may not have purged it yet. */
  "expired",
] as const;
export type Target = (typeof TARGETS)[number];
/** The targets that nobody has to wait for. */
export const READY = TARGETS.filter((target) => target !== "expired");
/** The targets that only the deletion of many records brings about. */
const DELETED: ReadonlySet<Target> = new Set(["deleted", "emptied", "dropped"]);

/** What a write gives for a field, by the names of the values: what is absent is left out. */
export const ABSENT = "absent";

/** The greatest payload takes a request of its own: `limit.payload` tries it. */
export const PAYLOADS = { [ABSENT]: undefined, null: null, empty: "", ordinary: "new" } as const;
export const SORTINDEXES = {
  [ABSENT]: undefined,
  null: null,
  zero: 0,
  // More than a number of single precision holds.
  ordinary: 16_777_217,
  least: -999_999_999,
  greatest: 999_999_999,
} as const;
/** In seconds. */
export const TTLS = {
  [ABSENT]: undefined,
  null: null,
  least: 1,
  ordinary: 1000,
  greatest: 999_999_999,
} as const;

/** What a record that is there holds before it is written; what is left out keeps all of it. */
export const HELD = {
  ordinary: { payload: "old", sortindex: 5 },
  /** What a careless server takes for nothing. */
  zero: { payload: "old", sortindex: 0 },
  unset: { payload: "", sortindex: null },
} as const;

const names = <T extends object>(values: T) => Object.keys(values) as (keyof T)[];

/** A write of one record: a value on each axis. */
export interface Write {
  form: Form;
  moment: Moment;
  target: Target;
  held: keyof typeof HELD;
  payload: keyof typeof PAYLOADS;
  sortindex: keyof typeof SORTINDEXES;
  ttl: keyof typeof TTLS;
}

/** Whether the document has such a write performed: a PUT needs a payload. */
export function isValid({ form, payload }: Write): boolean {
  return form !== "put" || (payload !== ABSENT && payload !== "null");
}

/** The values to which a check keeps. */
export type Some<Point> = { readonly [Axis in keyof Point]?: readonly Point[Axis][] };

/** Form and moment as one axis: a form that is staged goes another way through a server, so it meets each value too. */
interface Way {
  way: Pick<Write, "form" | "moment">;
}
type Row = Way & Omit<Write, "form" | "moment">;

/** The axes of which the rows of `writesOf` are made. */
export function axesOf(some: Some<Write> = {}): Axes<Row> {
  const { target = TARGETS } = some;
  const isThere = target.every((one) => one === "there");
  return {
    way: combinations<Way["way"]>({ form: some.form ?? FORMS, moment: some.moment ?? MOMENTS }),
    target,
    held: some.held ?? (isThere ? names(HELD) : ["ordinary"]),
    payload: some.payload ?? names(PAYLOADS),
    sortindex: some.sortindex ?? names(SORTINDEXES),
    ttl: some.ttl ?? names(TTLS),
  };
}

/**
 * Writes in which every two values meet that are allowed to. Records that are there are written apart: only of them
 * can be seen what a field that is left out, or null, does; so all other values meet there, and once more elsewhere.
 * @param wanted the values of an axis; all of them where it is left out. Those out of reach are left out too
 */
export function writesOf(wanted: Some<Write> = {}): readonly Write[] {
  const some = {
    ...wanted,
    moment: (wanted.moment ?? MOMENTS).filter((moment) => moments().includes(moment)),
    target: (wanted.target ?? TARGETS).filter(
      (target) => !DELETED.has(target) || isInReach("deleteCollection"),
    ),
  };
  const key = JSON.stringify(some);
  const before = drawn.get(key) ?? draw(some);
  drawn.set(key, before);
  return before;
}

/** What was drawn already: a check is run for each partition. */
const drawn = new Map<string, readonly Write[]>();

function draw(some: Some<Write>): Write[] {
  const { target: targets = TARGETS } = some;
  const parts = [
    targets.filter((target) => target === "there"),
    targets.filter((target) => target !== "there"),
  ];
  return parts
    .filter((target) => target.length > 0)
    .flatMap((target) => {
      const rows = pairwise<Row>(axesOf({ ...some, target }), (row) => isValid(flat(row)));
      return rows.map(flat);
    });
}

function flat({ way, ...row }: Row): Write {
  return { ...way, ...row };
}

/** How many names a request gives: one, two, more than a page of fifty, and the most that the document lets it give. */
export const SIZES = [1, 2, 60, 100] as const;
