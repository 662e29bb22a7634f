/** Checks that a DELETE of `/` whose `keep` is malformed or names something missing is refused and deletes nothing. */
import { PARTITIONS, type Partition } from "../../contract/document.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { deleteExcept } from "../support/delete-except.ts";
import { control, expectProblem, expectStatus, expectSuccess } from "../support/expect.ts";
import { expectIdle } from "../support/expect-unchanged.ts";
import { ids, put, seed } from "../support/fixtures.ts";
import { prepare } from "../support/sample-requests.ts";

/** Values of `keep` that name nothing that could exist, above all what was right in Sync 1.5. */
const ILL_FORMED = (partition: Partition) => [
  "",
  ",",
  "meta/global",
  "sample/a",
  `/${partition}/sample`,
  `${partition}/`,
  `${partition}/sample/`,
  `${partition}//a`,
  `${partition}/sample/a/b`,
  `${partition}/sample,`,
  `,${partition}`,
  `${partition},,${partition}/sample`,
  `${partition.toUpperCase()}/sample`,
  `${partition}/a!b`,
  `${partition}/sample/a!b`,
  `${partition}/${"x".repeat(33)}`,
  `${partition}/sample/${"x".repeat(65)}`,
  `${partition}%20`,
  `${partition}/sample/%C3%A9`,
  `${partition}/sample,%20${partition}/elsewhere`,
  "*",
];

/** Values of `keep` that name something missing on a prepared account, alone or beside something that exists. */
const MISSING = (partition: Partition) => [
  `${partition}/missing`,
  `${partition}/sample/missing`,
  `${partition}/missing/a`,
  `${partition}/Sample`,
  `${partition}/sample,${partition}/missing`,
  `${partition}/sample/missing,${partition}`,
  `${partition}/sample/deleted`,
  `${partition}/sample/a,${partition}/sample/deleted`,
];

export const keepRefused = {
  "keep.syntax": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const keep of ILL_FORMED(partition)) {
      expectProblem(await account.delete("/", { query: `keep=${keep}` }), 422, "invalid-request");
    }
    expectProblem(await account.delete("/", { query: "keep" }), 422, "invalid-request");
    const most = ids(101).map((id) => `${partition}/many/${id}`);
    const list = ids(101).map((id) => ({ id }));
    await seed(account, `/${partition}/many`, list.slice(0, 100));
    await seed(account, `/${partition}/many`, list.slice(100));
    expectProblem(await deleteExcept(account, ...most), 422, "invalid-request");
    // One that stands repeatedly counts once.
    const hundred = most.slice(0, 100);
    expectSuccess(await deleteExcept(account, ...hundred, ...hundred));
    control(await account.get(`/${partition}/sample`), 404);
    expectStatus(await account.get(`/${partition}/many/r099`), 200);
    expectStatus(await account.get(`/${partition}/many/r100`), 404);
  },

  "keep.missing": async ({ account, partition }) => {
    await prepare(account, partition);
    await put(account, `/${partition}/sample/deleted`, { payload: "x" });
    control(await account.delete(`/${partition}/sample/deleted`), 204);
    for (const keep of MISSING(partition)) {
      expectProblem(await account.delete("/", { query: { keep } }), 404, "not-found");
    }
    // Both partitions always exist, also while they are empty.
    for (const path of [`${partition}/sample`, ...PARTITIONS]) {
      control(await deleteExcept(account, path), 204);
    }
    control(await account.get(`/${partition}/sample`), 404);
    expectProblem(await deleteExcept(account, `${partition}/sample`), 404, "not-found");
  },

  "keep.refused": async ({ account, partition }) => {
    const queries = [...ILL_FORMED(partition), ...MISSING(partition)].map((keep) => `keep=${keep}`);
    const misspelt = ["kepp", "Keep", "keep[]"].map((name) => `${name}=${partition}/sample`);
    const twice = `keep=${partition}&keep=${partition}/sample`;
    const all = [...queries, ...misspelt, twice, `keep=${partition}/sample&x`];
    const requests = all.map((query) => () => account.delete("/", { query }));
    await expectIdle(account, partition, requests, 404, 422);
  },
} satisfies Partial<ChecksOf<"keep">>;
