import type { ChecksOf } from "../engine/check.ts";
import { Broken } from "../engine/outcomes.ts";
import type { Account } from "../exchange/account.ts";
import { control, expectEqual, expectProblem, expectStatus, expectThat } from "./support/expect.ts";
import { seed } from "./support/fixtures.ts";
import { DELETES, prepare, send } from "./support/samples.ts";

/** Queries that a DELETE does not define, misspelt filters above all. */
const UNEXPECTED = {
  "/storage": ["x=1", "ids=a", "collection=sample", "Collections=sample", "collections=sample&x"],
  "/storage/sample": ["x=1", "id=a", "IDS=a", "newer=0", "ids=a&limit=1"],
  "/storage/sample/a": ["x=1", "ids=a", "full"],
} as const;

const TWICE = {
  "/storage": ["collections=sample&collections=sample", "collections=x&collections=y"],
  "/storage/sample": ["ids=a&ids=b", "ids=a&ids=a"],
} as const;

async function expectRefused(account: Account, queries: Record<string, readonly string[]>): Promise<void> {
  for (const [path, all] of Object.entries(queries)) {
    for (const query of all) expectProblem(await account.delete(path, { query }), 422, "invalid-request");
  }
}

export const deletion = {
  "delete.ok": async ({ account }) => {
    for (const sample of DELETES) {
      await prepare(account);
      const answer = expectStatus(await send(account, sample), 204);
      expectThat(answer, answer.body.length === 0, "no body", `${answer.body.length} octets`);
      control(await account.get("/storage/sample/a"), 404);
    }
  },

  "delete.query.unexpected": async ({ account }) => {
    await prepare(account);
    await expectRefused(account, UNEXPECTED);
    for (const sample of DELETES) {
      await prepare(account);
      control(await send(account, sample), 204);
    }
  },

  "delete.query.twice": async ({ account }) => {
    await prepare(account);
    await expectRefused(account, TWICE);
    await prepare(account);
    control(await account.delete("/storage/sample", { query: "ids=a" }), 204);
    control(await account.delete("/storage", { query: "collections=sample" }), 204);
  },

  "delete.query.nothing-deleted": async ({ account }) => {
    await seed(account, "/storage/other", [{ id: "a" }]);
    let refused = 0;
    for (const queries of [UNEXPECTED, TWICE]) {
      for (const [path, all] of Object.entries(queries)) {
        for (const query of all) {
          const version = await prepare(account);
          // That it has to be 422 is what the other rules say.
          if ((await account.delete(path, { query })).status !== 422) continue;
          refused++;
          const left = expectStatus(await account.get("/storage/sample"), 200);
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
          expectStatus(await account.get("/storage/other/a"), 200);
        }
      }
    }
    if (refused === 0) throw new Broken("set-up: no DELETE was answered 422");
    for (const sample of DELETES) {
      await prepare(account);
      control(await send(account, sample), 204);
    }
  },
} satisfies ChecksOf<"delete">;
