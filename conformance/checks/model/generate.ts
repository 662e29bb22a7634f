import fc from "fast-check";
import type { Partition } from "../../contract/document.ts";
import { type Command, type Condition, type Filters, VIEWS } from "./commands.ts";
import type { Fields } from "./effects.ts";

// Few names, so that requests meet; some begin like others, and their order is that of ASCII in upper and lower case.
// The first ones stand more often than the others.
const partition = fc.constantFrom<Partition[]>("storage", "storage", "control");
const collection = fc.constantFrom("c", "c", "c", "cc", "cc", "D");
const id = fc.constantFrom("x", "x", "x", "x", "y", "Z");
const at = { partition, collection, id };

const payload = fc.constantFrom("one", "two", "", "drei — vier");
const sortindex = fc.constantFrom<(number | null)[]>(1, null, 2, -1, 0, null);
/** A day: a time to live is nothing that a sequence of requests shows. */
const ttl = fc.constantFrom<(number | null)[]>(86_400, null);
const text = fc.oneof({ weight: 5, arbitrary: payload }, { weight: 1, arbitrary: fc.constant(null) });
const whole: fc.Arbitrary<Fields> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ payload }) },
  { weight: 2, arbitrary: fc.record({ payload, sortindex }) },
  { weight: 1, arbitrary: fc.record({ payload, sortindex, ttl }) },
);
/** Mostly a field or two: what is left out shows what a write leaves alone. */
const partial: fc.Arbitrary<Fields> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ payload: text }) },
  { weight: 3, arbitrary: fc.record({ sortindex }) },
  { weight: 1, arbitrary: fc.record({ payload: text, sortindex, ttl }, { requiredKeys: [] }) },
);

/** True once in `often` times, and simplest when not. */
const rarely = (often: number) => fc.nat({ max: often - 1 }).map((number) => number === often - 1);
const some = <T>(of: fc.Arbitrary<T>, most = 3) => fc.uniqueArray(of, { minLength: 1, maxLength: most });
/** Null but for some times of ten. */
const perhaps = <T>(of: fc.Arbitrary<T>, times: number) =>
  fc.oneof({ weight: 10 - times, arbitrary: fc.constant(null) }, { weight: times, arbitrary: of });

const element = fc.record({ collection, id, fields: partial, bad: rarely(6) });
const elements = fc.uniqueArray(element, {
  maxLength: 4,
  selector: (one) => `${one.collection}/${one.id}`,
});
/** To a collection, in which an id is all there is of a name. */
const elementsOfOne = fc.uniqueArray(element, { maxLength: 3, selector: (one) => one.id });

const path = fc.tuple(partition, collection).map((names) => names.join("/"));
const recordPath = fc.tuple(partition, collection, id).map((names) => names.join("/"));
const kept = fc.oneof(
  { weight: 1, arbitrary: partition },
  { weight: 3, arbitrary: path },
  { weight: 2, arbitrary: recordPath },
);

const versionOf = fc.record({ nth: fc.nat({ max: 8 }), plus: fc.constantFrom<(-1 | 0 | 1)[]>(0, 0, 1, -1) });
const filter = {
  newer: versionOf,
  older: versionOf,
  ids: some(fc.record({ collection, id })),
  collections: some(collection),
};
const form = {
  limit: fc.constantFrom(1, 1, 2, 2, 3),
  full: fc.constant(true as const),
  sort: fc.constantFrom("newest", "oldest", "index"),
};
/** Many filters leave nothing: one alone shows more. */
const only = <K extends keyof typeof filter>(key: K) =>
  fc.record({ [key]: filter[key], ...form } as Pick<typeof filter, K> & typeof form, {
    requiredKeys: [key] as never[],
  });
const filters: fc.Arbitrary<Filters> = fc.oneof(
  { weight: 2, arbitrary: fc.record(form, { requiredKeys: [] }) },
  { weight: 4, arbitrary: fc.record({ full: form.full, sort: form.sort }, { requiredKeys: ["sort"] }) },
  { weight: 6, arbitrary: only("newer") },
  { weight: 5, arbitrary: only("older") },
  { weight: 2, arbitrary: only("ids") },
  { weight: 2, arbitrary: only("collections") },
  { weight: 1, arbitrary: fc.record({ ...filter, ...form }, { requiredKeys: [] }) },
);

/** Who sends requests, and how. */
export interface Crowd {
  clients: number;
  /** How many of ten requests are sent in a session, where there is one. */
  inSession: number;
}

/** What a sequence is made of: how often each kind of request stands in it. */
export type Mix = Partial<Record<keyof ReturnType<typeof requests>, number>>;

/** The commands of a mix, each as often as it says. */
export function commandsOf(mix: Mix, crowd: Crowd): fc.Arbitrary<Command> {
  const all = requests(crowd);
  const weighted = Object.entries(mix).map(([name, weight]) => ({
    weight,
    arbitrary: all[name as keyof typeof all] as fc.Arbitrary<Command>,
  }));
  return fc.oneof(...weighted);
}

function requests({ clients, inSession }: Crowd) {
  const client = fc.nat({ max: clients - 1 });
  const which = fc.nat({ max: 1 });
  const version = fc.constantFrom<Condition["version"][]>(
    "target",
    "seen",
    "before",
    "zero",
    "account",
    "future",
  );
  const on = fc.constantFrom<Condition["on"][]>("unmodified", "modified");
  const session =
    inSession === 0
      ? fc.constant(null)
      : fc.oneof(
          { weight: inSession, arbitrary: which },
          { weight: 10 - inSession, arbitrary: fc.constant(null) },
        );
  const aimed = rarely(5).map((astray) => !astray);
  const manner = { client, session, aimed, condition: fc.constant(null) };
  const conditional = { ...manner, condition: perhaps(fc.record({ on, version }), 2) };
  const kind = <const K extends string>(name: K) => fc.constant(name);
  const scope = fc.oneof(
    { weight: 2, arbitrary: fc.constant<string[]>(["storage", "control"]) },
    { weight: 3, arbitrary: partition.map((name) => [name]) },
    { weight: 3, arbitrary: some(path, 2) },
  );
  return {
    put: fc.record({ kind: kind("put"), ...at, fields: whole, ...conditional }),
    post: fc.record({ kind: kind("post"), ...at, fields: partial, ...conditional }),
    deleteRecord: fc.record({ kind: kind("deleteRecord"), ...at, ...conditional }),
    postCollection: fc.record({
      kind: kind("postList"),
      partition,
      collection,
      elements: elementsOfOne,
      twice: rarely(20),
      ...conditional,
    }),
    postPartition: fc.record({
      kind: kind("postList"),
      partition,
      collection: fc.constant(null),
      elements,
      twice: rarely(20),
      ...conditional,
    }),
    deleteCollection: fc.record({
      kind: kind("deleteCollection"),
      partition,
      collection,
      ids: perhaps(some(id), 5),
      ...conditional,
    }),
    deletePartition: fc.record({
      kind: kind("deletePartition"),
      partition,
      collections: perhaps(some(collection, 2), 7),
      ...conditional,
    }),
    wipe: fc.record({
      kind: kind("wipe"),
      keep: fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 4, arbitrary: some(kept, 2) }),
      ...conditional,
    }),
    get: fc.record({ kind: kind("get"), ...at, ...conditional }),
    head: fc.record({ kind: kind("head"), ...at, ...conditional }),
    list: fc.record({
      kind: kind("list"),
      partition,
      collection: perhaps(collection, 5),
      filters,
      wholly: kind("yes").map(() => true),
      ...conditional,
    }),
    listPlain: fc.record({
      kind: kind("list"),
      partition,
      collection: perhaps(collection, 4),
      filters,
      wholly: fc.constant(true),
      ...manner,
    }),
    page: fc.record({
      kind: kind("list"),
      partition,
      collection: perhaps(collection, 4),
      filters: filters.map((given) => ({ ...given, limit: Math.min(2, given.limit ?? 1) })),
      wholly: fc.constant(false),
      ...manner,
    }),
    next: fc.constant({ kind: "next" as const }),
    look: fc.constant({ kind: "look" as const }),
    view: fc.record({ kind: kind("view"), view: fc.constantFrom(...VIEWS), ...conditional }),
    begin: fc.record({ kind: kind("begin"), client, scope }),
    state: fc.record({ kind: kind("state"), client, session: which }),
    commit: fc.record({ kind: kind("commit"), client, session: which }),
    abort: fc.record({ kind: kind("abort"), client, session: which }),
  };
}
