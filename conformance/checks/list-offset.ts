import type { Partition } from "../contract/document.ts";
import type { ChecksOf } from "../engine/check.ts";
import { Broken } from "../engine/outcomes.ts";
import type { Account } from "../exchange/account.ts";
import { control, expectEqual, expectStatus, expectThat, present } from "./support/expect.ts";
import { ids, put, seed } from "./support/fixtures.ts";
import { pages } from "./support/pages.ts";

const SORTS = [{}, { sort: "newest" }, { sort: "oldest" }, { sort: "index" }];
const STEADY = ids(8);

/** Filters that a later page may forget. */
const FILTERS = [{ ids: "r000,r002,r004,r005,r007" }, { newer: 0, older: Number.MAX_SAFE_INTEGER }] as const;

/** The pages of a filtered listing must be the listing, from either end: a bound that is forgotten shows at one. */
async function expectSame(
  account: Account,
  partition: Partition,
  query: Record<string, string | number>,
): Promise<void> {
  for (const sort of ["oldest", "newest"]) {
    const whole = control(await account.get(`/${partition}/c`, { query: { ...query, sort } }), 200);
    const paged = await pages(account, `/${partition}/c`, { ...query, sort, limit: 2 });
    expectEqual(whole, `the items of all pages of ${JSON.stringify(query)}`, paged.flat(), whole.json?.items);
  }
}

/** Reads eight steady records in pages of three while another one keeps changing and more arrive. */
async function readWhileWriting(
  account: Account,
  partition: Partition,
  query: Record<string, string>,
): Promise<string[][]> {
  await account.delete(`/${partition}/c`);
  await seed(
    account,
    `/${partition}/c`,
    STEADY.map((id, index) => ({ id, sortindex: (index * 7) % 5 })),
  );
  await put(account, `/${partition}/c/restless`, { payload: "0" });
  const all = await pages(account, `/${partition}/c`, { ...query, limit: 3 }, async (page) => {
    await put(account, `/${partition}/c/restless`, { payload: String(page), sortindex: page * 100 });
    await put(account, `/${partition}/c/arrived${page}`, { payload: "x" });
  });
  return all;
}

/** The pages of a listing and what they promise of one another. */
export const listOffset = {
  "list.offset.continues": async ({ account, partition }) => {
    for (const query of SORTS) {
      const seen = new Set((await readWhileWriting(account, partition, query)).flat());
      const last = control(await account.get(`/${partition}/c`), 200);
      const missed = STEADY.filter((id) => !seen.has(id));
      expectThat(last, missed.length === 0, `the pages of ${JSON.stringify(query)} to hold every record`, {
        missed,
      });
    }
    const first = await put(account, `/${partition}/c/first`, { payload: "x" });
    for (const id of STEADY) await put(account, `/${partition}/c/${id}`, { payload: "x" });
    const last = await put(account, `/${partition}/c/last`, { payload: "x" });
    const bounds = [{ newer: first }, { older: last }, { newer: first, full: "" }];
    for (const query of [...FILTERS, ...bounds]) await expectSame(account, partition, query);
  },

  "list.offset.repeats": async ({ account, partition }) => {
    for (const query of SORTS) {
      const all = await readWhileWriting(account, partition, query);
      if (all.length < 2) throw new Broken("set-up: nine records in pages of three came as one page");
      const seen = all.flat().filter((id) => STEADY.includes(id));
      const last = control(await account.get(`/${partition}/c`), 200);
      const repeated = seen.filter((id, index) => seen.indexOf(id) !== index);
      expectThat(last, repeated.length === 0, `the pages of ${JSON.stringify(query)} to repeat nothing`, {
        repeated,
      });
      expectThat(last, seen.length > 0, "the pages to hold something", seen);
    }
  },

  "list.offset.limit": async ({ account, partition }) => {
    await seed(
      account,
      `/${partition}/c`,
      ids(6).map((id) => ({ id })),
    );
    const whole = control(await account.get(`/${partition}/c`, { query: { sort: "oldest" } }), 200);
    const all = present("items", whole.json?.items) as string[];
    const first = control(await account.get(`/${partition}/c`, { query: { sort: "oldest", limit: 1 } }), 200);
    const offset = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
    for (const limit of [1, 3, 5]) {
      const answer = expectStatus(
        await account.get(`/${partition}/c`, { query: { sort: "oldest", limit, offset } }),
        200,
      );
      expectEqual(answer, "items", answer.json?.items, all.slice(1, 1 + limit));
    }
    const head = expectStatus(
      await account.head(`/${partition}/c`, { query: { sort: "oldest", limit: 3, offset } }),
      200,
    );
    expectEqual(head, "X-Weave-Records", head.integer("X-Weave-Records"), 3);
    const unlimited = expectStatus(
      await account.get(`/${partition}/c`, { query: { sort: "oldest", offset } }),
      200,
    );
    expectEqual(unlimited, "items", unlimited.json?.items, all.slice(1));
  },

  "list.offset.foreign-query": async ({ account, partition }) => {
    await seed(
      account,
      `/${partition}/c`,
      ids(4).map((id) => ({ id })),
    );
    await seed(
      account,
      `/${partition}/d`,
      ids(4).map((id) => ({ id })),
    );
    const first = control(await account.get(`/${partition}/c`, { query: { sort: "oldest", limit: 1 } }), 200);
    const offset = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
    control(await account.get(`/${partition}/c`, { query: { sort: "oldest", limit: 1, offset } }), 200);
    for (const [path, query] of [
      [`/${partition}/c`, { sort: "newest", limit: 1, offset }],
      [`/${partition}/c`, { sort: "index", offset }],
      [`/${partition}/c`, { offset }],
      [`/${partition}/c`, { sort: "oldest", newer: 1, full: "", offset }],
      [`/${partition}/c`, { sort: "oldest", ids: "r000", offset }],
      [`/${partition}/d`, { sort: "oldest", limit: 1, offset }],
    ] as const) {
      const answer = await account.get(path, { query });
      const handled = answer.status >= 200 && answer.status < 500;
      expectThat(answer, handled, "a status below 500", answer.status || answer.exchange.error);
    }
  },
} satisfies Partial<ChecksOf<"list">>;
