/** Generates the filters of listings. */
import fc from "fast-check";
import type { Filters } from "./commands.ts";
import { collection, id, some } from "./generate-values.ts";

const versionOf = fc.record({ nth: fc.nat({ max: 8 }), plus: fc.constantFrom<(-1 | 0 | 1)[]>(0, 0, 1, -1) });
const filter = {
  newer: versionOf,
  older: versionOf,
  ids: some(fc.record({ collection, id })),
  collections: some(collection),
};
const sort = fc.constantFrom<("newest" | "oldest" | "index")[]>("newest", "oldest", "index");
const form = {
  limit: fc.constantFrom(1, 1, 2, 2, 3),
  full: fc.constant(true as const),
  sort,
};
/** A listing with one filter: several filters together often select nothing. */
const only = <K extends keyof typeof filter>(key: K) =>
  fc.record({ [key]: filter[key], ...form } as Pick<typeof filter, K> & typeof form, {
    requiredKeys: [key] as never[],
  });

export const filters: fc.Arbitrary<Filters> = fc.oneof(
  { weight: 2, arbitrary: fc.record(form, { requiredKeys: [] }) },
  { weight: 4, arbitrary: fc.record({ full: form.full, sort }, { requiredKeys: ["sort"] }) },
  { weight: 6, arbitrary: only("newer") },
  { weight: 5, arbitrary: only("older") },
  { weight: 2, arbitrary: only("ids") },
  { weight: 2, arbitrary: only("collections") },
  { weight: 1, arbitrary: fc.record({ ...filter, ...form }, { requiredKeys: [] }) },
);

/** Everything, sorted, in pages of one or two records, so that each page has to continue the one before. */
export const sorted: fc.Arbitrary<Filters> = fc.record(
  {
    sort: fc.constantFrom("index", "index", "index", "newest", "oldest"),
    limit: fc.constantFrom(1, 2),
    full: form.full,
  },
  { requiredKeys: ["sort", "limit"] },
);
