import type { ChecksOf } from "../engine/check.ts";
import { control, expectEqual, expectThat, present } from "./support/expect.ts";
import { put, seed } from "./support/fixtures.ts";

const ABC = [{ id: "a" }, { id: "b" }, { id: "c" }];

/** What a page says of itself: how many items it has, and whether more are left. */
export const headerPaging = {
  "header.records.count": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, ABC);
    for (const [query, count] of [
      [{}, 3],
      [{ full: "" }, 3],
      [{ limit: 2 }, 2],
      [{ ids: "a,missing" }, 1],
      [{ ids: "missing" }, 0],
    ] as const) {
      const answer = control(await account.get(`/${partition}/c`, { query }), 200);
      expectEqual(answer, "the number of items", answer.json?.items?.length, count);
      expectEqual(answer, "X-Weave-Records", answer.integer("X-Weave-Records"), count);
    }
    const lines = control(
      await account.get(`/${partition}/c`, { headers: [["Accept", "application/newlines"]] }),
      200,
    );
    expectEqual(lines, "X-Weave-Records", lines.integer("X-Weave-Records"), 3);
  },

  "header.next-offset.more": async ({ account, partition }) => {
    const before = await put(account, `/${partition}/c/old`, {});
    await seed(account, `/${partition}/c`, ABC);
    for (const query of [
      { limit: 1 },
      { limit: 3 },
      { limit: 2, ids: "a,b,c" },
      { limit: 2, newer: before, full: "" },
      { limit: 3, sort: "newest" },
    ]) {
      const answer = control(await account.get(`/${partition}/c`, { query }), 200);
      const token = answer.header("X-Weave-Next-Offset");
      expectThat(answer, /^[A-Za-z0-9_-]+={0,2}$/.test(token ?? ""), "X-Weave-Next-Offset, a token", token);
    }
  },

  "header.next-offset.last": async ({ account, partition }) => {
    const before = await put(account, `/${partition}/c/old`, {});
    await seed(account, `/${partition}/c`, ABC);
    const first = control(await account.get(`/${partition}/c`, { query: { limit: 2 } }), 200);
    const offset = present("X-Weave-Next-Offset of the first page", first.header("X-Weave-Next-Offset"));
    for (const query of [
      {},
      { limit: 4 },
      { limit: 5 },
      { ids: "a" },
      { ids: "a,b", limit: 2 },
      { ids: "missing" },
      { newer: before, limit: 3 },
      { limit: 2, offset },
    ]) {
      const answer = control(await account.get(`/${partition}/c`, { query }), 200);
      const token = answer.header("X-Weave-Next-Offset");
      expectThat(answer, token === undefined, "no X-Weave-Next-Offset", `X-Weave-Next-Offset: ${token}`);
    }
  },
} satisfies Partial<ChecksOf<"header">>;
