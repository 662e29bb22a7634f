/** Servers with one fault each, for the rules of `checks/list/sort.ts`. */
import { type FaultsOf, storing } from "../fault.ts";
import { KEYS, nameOf, sorting } from "../support/list.ts";

export const listSort = {
  "list.sort.newest": sorting(
    "sorts by the second of a write rather than its version",
    ["newest"],
    () => (one, other) => other.modified - one.modified,
  ),

  "list.sort.oldest": storing("sorts by when a record was created rather than last changed", (store) => {
    const created = new Map<string, number>();
    const { store: sorted } = sorting("", ["oldest"], () => (one, other) => {
      const [first, second] = [one, other].map((record) => created.get(nameOf(record)) ?? 0);
      return (first as number) - (second as number);
    });
    return {
      ...sorted?.(store),
      write(account, changes, quota) {
        const written = store.write(account, changes, quota);
        for (const name of written.created) created.set(name, written.version);
        return written;
      },
    };
  }),

  "list.sort.index": sorting("compares `sortindex` as text", ["index"], () => (one, other) => {
    const [first, second] = [String(one.sortindex ?? 0), String(other.sortindex ?? 0)];
    return first === second ? 0 : first < second ? 1 : -1;
  }),

  "list.sort.index-unset": sorting(
    "sorts what has no `sortindex` to the end",
    ["index"],
    () => (one, other) => (other.sortindex ?? -1e9) - (one.sortindex ?? -1e9),
  ),

  "list.sort.ties": sorting(
    "breaks ties by `collection/id` as one text",
    ["index"],
    ({ sort }) =>
      (one, other) =>
        KEYS[sort ?? "newest"](one, other) || (nameOf(one) < nameOf(other) ? -1 : 1),
  ),
} satisfies Partial<FaultsOf<"list">>;
