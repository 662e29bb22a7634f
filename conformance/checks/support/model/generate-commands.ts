/** Generates the commands of random sequences. */
import fc from "fast-check";
import { type Command, type Condition, VIEWS } from "./commands.ts";
import { filters, sorted } from "./generate-filters.ts";
import { requestsOfMany } from "./generate-many.ts";
import {
  fieldsOf,
  namesOf,
  ORDINARY,
  partition,
  path,
  perhaps,
  type RecordValues,
  rarely,
  recordPath,
  some,
} from "./generate-values.ts";

const kept = fc.oneof(
  { weight: 1, arbitrary: partition },
  { weight: 3, arbitrary: path },
  { weight: 2, arbitrary: recordPath },
);

/** Elements of lists; a list to a collection has each id once. */
function listsOf(
  { collection, id }: ReturnType<typeof namesOf>,
  fields: ReturnType<typeof fieldsOf>["partial"],
) {
  const element = fc.record({ collection, id, fields, bad: rarely(6) });
  return {
    elements: fc.uniqueArray(element, { maxLength: 4, selector: (one) => `${one.collection}/${one.id}` }),
    elementsOfOne: fc.uniqueArray(element, { maxLength: 3, selector: (one) => one.id }),
  };
}

/** The clients and accounts of a sequence, and the share of requests in sessions. */
export interface Senders {
  clients: number;
  /** How many of ten requests are sent in a session, if one is alive. */
  inSession: number;
  /** How many of ten requests in a session use an ended one, or one of another account. */
  late?: number;
  /** Number of accounts; by default 1. */
  accounts?: 1 | 2;
  /** The values of records; by default ordinary ones. */
  matter?: RecordValues;
  /** Whether there are fewer names than usual. */
  few?: boolean;
}

/** The weight of each kind of command in a sequence. */
export type CommandMix = Partial<Record<keyof ReturnType<typeof requests>, number>>;

/** Generates the commands of a mix by their weights. */
export function commandsOf(mix: CommandMix, crowd: Senders): fc.Arbitrary<Command> {
  const all = requests(crowd);
  const weighted = Object.entries(mix).map(([name, weight]) => ({
    weight,
    arbitrary: all[name as keyof typeof all] as fc.Arbitrary<Command>,
  }));
  return fc.oneof(...weighted);
}

function requests({ clients, inSession, late = 0, accounts = 1, matter = ORDINARY, few = false }: Senders) {
  const { whole, partial } = fieldsOf(matter);
  const at = namesOf(few);
  const { partition, collection, id } = at;
  const { elements, elementsOfOne } = listsOf(at, partial);
  const account = accounts === 1 ? fc.constant(0 as const) : fc.constantFrom<(0 | 1)[]>(0, 1);
  const stray = late === 0 ? fc.constant(false) : fc.nat({ max: 9 }).map((number) => number >= 10 - late);
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
  const manner = { account, client, session, late: stray, aimed, condition: fc.constant(null) };
  const about = { account, client, session: which, late: stray };
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
      wholly: fc.constant(true),
      ...manner,
      condition: perhaps(fc.record({ on, version }), 6),
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
    /** Sorted, from page to page. */
    listSorted: fc.record({
      kind: kind("list"),
      partition,
      collection: perhaps(collection, 4),
      filters: sorted,
      wholly: fc.constant(true),
      ...manner,
    }),
    pageSorted: fc.record({
      kind: kind("list"),
      partition,
      collection: perhaps(collection, 4),
      filters: sorted.map((given) => ({ ...given, full: true as const })),
      wholly: fc.constant(false),
      ...manner,
    }),
    next: fc.record({ kind: kind("next"), account, late: stray, condition: conditional.condition }),
    look: fc.record({ kind: kind("look"), account }),
    wait: fc.constant({ kind: "wait" as const }),
    ...requestsOfMany(manner),
    view: fc.record({ kind: kind("view"), view: fc.constantFrom(...VIEWS), ...conditional }),
    begin: fc.record({ kind: kind("begin"), account, client, scope }),
    state: fc.record({ kind: kind("state"), ...about }),
    commit: fc.record({ kind: kind("commit"), ...about }),
    abort: fc.record({ kind: kind("abort"), ...about }),
  };
}
