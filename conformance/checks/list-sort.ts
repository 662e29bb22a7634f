import type { ChecksOf, Trial } from "../engine/check.ts";
import { expectEqual, expectStatus } from "./support/expect.ts";
import { seed } from "./support/fixtures.ts";
import { pages } from "./support/pages.ts";
import { writeInTurn } from "./support/sequence.ts";

/** The ids that a listing must hold, in this order, whole and in pages of three. */
async function expectOrder({ account, partition }: Trial, sort: string, expected: string[]): Promise<void> {
  const answer = expectStatus(await account.get(`/${partition}/c`, { query: { sort } }), 200);
  expectEqual(answer, "items", answer.json?.items, expected);
  const paged = await pages(account, `/${partition}/c`, { sort, limit: 3 });
  expectEqual(answer, "the items of all pages", paged.flat(), expected);
}

/** The orders that a client may ask for. */
export const listSort = {
  "list.sort.newest": async (trial) => {
    const written = await writeInTurn(trial.account, trial.partition);
    await expectOrder(trial, "newest", written.map(({ id }) => id).toReversed());
  },

  "list.sort.oldest": async (trial) => {
    const written = await writeInTurn(trial.account, trial.partition);
    await expectOrder(
      trial,
      "oldest",
      written.map(({ id }) => id),
    );
  },

  "list.sort.index": async (trial) => {
    await seed(trial.account, `/${trial.partition}/c`, [
      { id: "a", sortindex: 5 },
      { id: "b", sortindex: 100 },
      { id: "c", sortindex: -3 },
      { id: "d", sortindex: 20 },
      { id: "e", sortindex: -20 },
    ]);
    await expectOrder(trial, "index", ["b", "d", "a", "c", "e"]);
  },

  "list.sort.index-unset": async (trial) => {
    await seed(trial.account, `/${trial.partition}/c`, [
      { id: "a", sortindex: -1 },
      { id: "b" },
      { id: "c", sortindex: 1 },
    ]);
    await expectOrder(trial, "index", ["c", "b", "a"]);
  },

  "list.sort.ties": async (trial) => {
    const tied = ["b", "B", "_", "a", "9", "-", "A"];
    const ascii = ["-", "9", "A", "B", "_", "a", "b"];
    await seed(
      trial.account,
      `/${trial.partition}/c`,
      tied.map((id) => ({ id, sortindex: 7 })),
    );
    await expectOrder(trial, "index", ascii);
  },
} satisfies Partial<ChecksOf<"list">>;
