/** A disguise that lists records in an unexpected, but allowed order. */
import { createHash } from "node:crypto";
import { storing } from "../faults/fault.ts";
import type { RecordName, Store } from "../store.ts";
import type { Disguise } from "./disguise.ts";

/**
 * An order that shows neither names nor versions, and stays the same from page to page. If the client asks for an order
 * by version, records of one version have one order on a complete page, and another one on several pages.
 */
export const shuffled: Disguise = storing(
  "lists in an order of its own where none was asked for",
  (store) => ({
    collections: (account) => store.collections(account).sort(by(({ path }) => path)),
    list(account, query) {
      const { sort, after, limit } = query;
      if (sort === "newest" || sort === "oldest") return withTiesReversed(store.list(account, query));
      if (sort !== null) return store.list(account, query);
      const all = store.list(account, { ...query, after: null, limit: EVERYTHING }).records.sort(by(name));
      const from = after ? all.findIndex((record) => hashOf(name(record)) > hashOf(name(after))) : 0;
      const rest = from < 0 ? [] : all.slice(from);
      return { records: rest.slice(0, limit), more: rest.length > limit };
    },
  }),
);

/** Reverses records of one version on a page that nothing follows. */
function withTiesReversed(page: Page): Page {
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

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function by<T>(text: (one: T) => string): (one: T, other: T) => number {
  return (one, other) => (hashOf(text(one)) < hashOf(text(other)) ? -1 : 1);
}
