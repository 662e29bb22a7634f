/** Checks that a DELETE answers 204 without a body, and deletes nothing when its query is wrong. */
import type { Partition } from "../contract/document.ts";
import type { Account } from "../exchange/account.ts";
import type { ChecksOf } from "../runner/define-check.ts";
import { Broken } from "../runner/outcomes.ts";
import {
  control,
  controlShown,
  expectEqual,
  expectProblem,
  expectStatus,
  expectThat,
} from "./support/expect.ts";
import { seed } from "./support/fixtures.ts";
import { deletes, prepare, send } from "./support/sample-requests.ts";
import { withSessions } from "./support/with-sessions.ts";

/** Queries that a DELETE does not define, misspelt filters above all. */
const unexpected = (partition: Partition) => ({
  "/": [
    `kepp=${partition}/sample`,
    `Keep=${partition}`,
    "collections=sample",
    `keep=${partition}&x`,
    "ids=a",
    `keep[]=${partition}`,
  ],
  [`/${partition}`]: [
    "x=1",
    "ids=a",
    "collection=sample",
    "Collections=sample",
    "collections[]=sample",
    "x=",
    "collections=sample&x",
  ],
  [`/${partition}/sample`]: ["x=1", "x=", "id=a", "IDS=a", "ids[]=a", "newer=0", "ids=a&limit=1"],
  [`/${partition}/sample/a`]: ["x=1", "ids=a", "full"],
});

const twice = (partition: Partition) => ({
  "/": [`keep=${partition}&keep=${partition}`, `keep=${partition}/sample&keep=${partition}/elsewhere`],
  [`/${partition}`]: ["collections=sample&collections=sample", "collections=x&collections=y"],
  [`/${partition}/sample`]: ["ids=a&ids=b", "ids=a&ids=a"],
});

/** Filters that name nothing, which must not mean everything. */
const empty = (partition: Partition) => ({
  "/": ["keep=", "keep"],
  [`/${partition}`]: ["collections=", "collections"],
  [`/${partition}/sample`]: ["ids=", "ids"],
});

async function expectRefused(account: Account, queries: Record<string, readonly string[]>): Promise<void> {
  for (const [path, all] of Object.entries(queries)) {
    for (const query of all) expectProblem(await account.delete(path, { query }), 422, "invalid-request");
  }
}

export const deletion = {
  "delete.ok": async ({ account, partition }) => {
    for (const sample of deletes(partition)) {
      await prepare(account, partition);
      const answer = expectStatus(await send(account, sample, { bare: true }), 204);
      expectThat(answer, answer.body.length === 0, "no body", `${answer.body.length} octets`);
      control(await account.get(`/${partition}/sample/a`), 404);
    }
    await prepare(account, partition);
    const kept = expectStatus(await account.delete("/", { query: { keep: partition }, bare: true }), 204);
    expectThat(kept, kept.body.length === 0, "no body", `${kept.body.length} octets`);
  },

  "delete.query.unexpected": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    await expectRefused(account, unexpected(partition));
    await expectRefused(account, { "/messages/none": ["x=1"] });
    const session = await begin({ scope: [`${partition}/leased`] });
    const refused = await account.delete(session.path, { query: "x=1" });
    expectProblem(session.during(refused, 422), 422, "invalid-request");
    expectStatus(session.during(await session.state(), 200), 200);
    await session.abort();
    for (const sample of deletes(partition)) {
      await prepare(account, partition);
      control(await send(account, sample), 204);
    }
  }),

  "delete.query.twice": async ({ account, partition }) => {
    await prepare(account, partition);
    await expectRefused(account, twice(partition));
    await prepare(account, partition);
    control(await account.delete(`/${partition}/sample`, { query: "ids=a" }), 204);
    control(await account.delete(`/${partition}`, { query: "collections=sample" }), 204);
    control(await account.delete("/", { query: `keep=${partition}` }), 204);
  },

  "delete.query.nothing-deleted": async ({ account, partition }) => {
    await seed(account, `/${partition}/other`, [{ id: "a" }]);
    let refused = 0;
    for (const queries of [unexpected(partition), twice(partition), empty(partition)]) {
      for (const [path, all] of Object.entries(queries)) {
        for (const query of all) {
          const version = await prepare(account, partition);
          // That it has to be 422 is what the other rules say.
          if ((await account.delete(path, { query })).status !== 422) continue;
          refused++;
          const left = expectStatus(controlShown(await account.get(`/${partition}/sample`)), 200);
          expectEqual(left, "the records left", (left.json?.items as string[] | undefined)?.toSorted(), [
            "a",
            "b",
          ]);
          expectEqual(
            left,
            "the version of the collection",
            left.integer("X-Last-Modified-Version"),
            version,
          );
          expectStatus(controlShown(await account.get(`/${partition}/other/a`)), 200);
        }
      }
    }
    if (refused === 0) throw new Broken("set-up: no DELETE was answered 422");
    for (const sample of deletes(partition)) {
      await prepare(account, partition);
      control(await send(account, sample), 204);
    }
  },
} satisfies ChecksOf<"delete">;
