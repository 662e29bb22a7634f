/** Generates requests that name or show many records or collections. */
import fc from "fast-check";
import type { Partition } from "../../../contract/document.ts";
import type { Command } from "./commands.ts";

/** Numbers of names: the most that a list or filter may have, and numbers at which servers may split their work. */
const size = fc.constantFrom(100, 60, 99, 51);
const first = fc.constantFrom(0, 0, 0, 30);
const partition = fc.constantFrom<Partition[]>("storage", "storage", "storage", "control");
const collection = fc.constantFrom("c", "c", "c", "cc");

const idOf = (index: number) => `r${String(index).padStart(2, "0")}`;
/** Names of many collections. */
const nameOf = (index: number) => `m${String(index).padStart(2, "0")}`;
const range = <T>(start: number, count: number, of: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => of(start + index));

const fields = fc.constantFrom(
  (_: number) => ({ payload: "one" }),
  (index: number) => ({ payload: "two", sortindex: [2, null, 0, -1, -2][index % 5] ?? null }),
  (index: number) => ({ sortindex: (index % 3) - 1 }),
);

/** The collection of all ids; null: each id in a collection of its own. */
const spread = fc.oneof({ weight: 2, arbitrary: collection }, { weight: 1, arbitrary: fc.constant(null) });

/** Generators of requests that name or show many things. */
export function requestsOfMany<M extends object>(manner: { [K in keyof M]: fc.Arbitrary<M[K]> }) {
  const made = <C>(arbitrary: fc.Arbitrary<C>): fc.Arbitrary<Command> =>
    fc.tuple(arbitrary, fc.record(manner)).map(([command, how]) => ({ ...command, ...how }) as never);
  const names = fc.record({ partition, collection, first, size });
  return {
    storeMany: made(
      fc.record({ partition, collection: spread, first, size, fields }).map((of) => ({
        kind: "postList" as const,
        partition: of.partition,
        collection: of.collection,
        elements: range(of.first, of.size, (index) => ({
          collection: of.collection ?? nameOf(index),
          id: idOf(index),
          fields: of.fields(index),
          bad: false,
        })),
        twice: false,
      })),
    ),
    deleteManyRecords: made(
      names.map((of) => ({
        kind: "deleteCollection" as const,
        partition: of.partition,
        collection: of.collection,
        ids: range(of.first, of.size, idOf),
      })),
    ),
    deleteManyCollections: made(
      names.map((of) => ({
        kind: "deletePartition" as const,
        partition: of.partition,
        collections: range(of.first, of.size, nameOf),
      })),
    ),
    listMany: made(
      names.map((of) => ({
        kind: "list" as const,
        partition: of.partition,
        collection: of.collection,
        filters: {
          ids: range(of.first, of.size, (index) => ({ collection: of.collection, id: idOf(index) })),
        },
        wholly: true,
      })),
    ),
    listManyCollections: made(
      names.map((of) => ({
        kind: "list" as const,
        partition: of.partition,
        collection: null,
        filters: { collections: range(of.first, of.size, nameOf), full: true as const },
        wholly: true,
      })),
    ),
    listAll: made(
      fc
        .record({
          partition,
          collection: spread,
          filters: fc.record(
            { full: fc.constant(true as const), sort: fc.constantFrom("index", "newest", "oldest") },
            { requiredKeys: [] },
          ),
        })
        .map((of) => ({ kind: "list" as const, ...of, wholly: true })),
    ),
    pad: made(
      fc
        .record({
          partition,
          collection: fc.constant("c"),
          plus: fc.constantFrom<(-1 | 0 | 1)[]>(0, 1, 1, -1),
        })
        .map((of) => ({ kind: "pad" as const, ...of })),
    ),
  };
}
