import type { ChecksOf, Trial } from "../engine/check.ts";
import { control, expectEqual, expectStatus } from "./support/expect.ts";
import { seed } from "./support/fixtures.ts";

async function threeCollections({ account }: Trial): Promise<void> {
  for (const name of ["a", "b", "c"]) await seed(account, `/storage/${name}`, [{ id: "x" }, { id: "y" }]);
}

async function expectLeft({ account }: Trial, names: string[]): Promise<void> {
  const answer = expectStatus(await account.get("/info/collections"), 200);
  const expected = names.map((name) => `storage/${name}`);
  expectEqual(answer, "the collections left", Object.keys(answer.json ?? {}).sort(), expected);
}

export const partition = {
  "partition.delete.all": async (trial) => {
    await threeCollections(trial);
    control(await trial.account.get("/storage/a/x"), 200);
    expectStatus(await trial.account.delete("/storage"), 204);
    await expectLeft(trial, []);
    for (const name of ["a", "b", "c"]) {
      expectStatus(await trial.account.get(`/storage/${name}`), 404);
      expectStatus(await trial.account.get(`/storage/${name}/x`), 404);
    }
  },

  "partition.delete.empty": async (trial) => {
    expectStatus(await trial.account.delete("/storage"), 204);
    await threeCollections(trial);
    control(await trial.account.delete("/storage"), 204);
    expectStatus(await trial.account.delete("/storage"), 204);
  },

  "partition.delete.collections": async (trial) => {
    await threeCollections(trial);
    expectStatus(await trial.account.delete("/storage", { query: { collections: "a,c" } }), 204);
    await expectLeft(trial, ["b"]);
    expectStatus(await trial.account.get("/storage/a/x"), 404);
    expectStatus(await trial.account.get("/storage/b/x"), 200);
  },

  "partition.delete.collections-missing": async (trial) => {
    await threeCollections(trial);
    expectStatus(await trial.account.delete("/storage", { query: { collections: "missing,b" } }), 204);
    await expectLeft(trial, ["a", "c"]);
    expectStatus(await trial.account.delete("/storage", { query: { collections: "missing" } }), 204);
    await expectLeft(trial, ["a", "c"]);
  },
} satisfies ChecksOf<"partition">;
