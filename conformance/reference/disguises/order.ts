import { createHash } from "node:crypto";
import { storing } from "../faults/fault.ts";
import type { RecordName, Store } from "../store.ts";
import type { Disguise } from "./disguise.ts";

/**
 * An order in which neither names nor versions can be recognised; it stays the same from page to page. Where an order
 * by version was asked for, records of one version stand in one order on a page that has everything, and in another on
 * pages.
 */
export const shuffled: Disguise = storing(
  "lists in an order of its own where none was asked for",
  (store) => ({
    collections: (account) => store.collections(account).sort(by(({ path }) => path)),
    list(account, query) {
      const { sort, after, limit } = query;
      if (sort === "newest" || sort === "oldest") return turned(store.list(account, query));
      if (sort !== null) return store.list(account, query);
      const all = store.list(account, { ...query, after: null, limit: EVERYTHING }).records.sort(by(name));
      const from = after ? all.findIndex((record) => place(name(record)) > place(name(after))) : 0;
      const rest = from < 0 ? [] : all.slice(from);
      return { records: rest.slice(0, limit), more: rest.length > limit };
    },
  }),
);

/** A page after which nothing comes, its records of one version the other way round. */
function turned(page: Page): Page {
  if (page.more) return page;
  const { records } = page;
  const versions = [...new Set(records.map(({ version }) => version))];
  return {
    ...page,
    records: versions.flatMap((one) => records.filter(({ version }) => version === one).toReversed()),
  };
}

type Page = ReturnType<Store["list"]>;

const EVERYTHING = 1e6;

const name = ({ collection, id }: RecordName) => `${collection}/${id}`;

function place(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function by<T>(text: (one: T) => string): (one: T, other: T) => number {
  return (one, other) => (place(text(one)) < place(text(other)) ? -1 : 1);
}
