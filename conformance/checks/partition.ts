import type { ChecksOf, Trial } from "../engine/check.ts";
import { control, expectEqual, expectStatus, expectSuccess } from "./support/expect.ts";
import { seed } from "./support/fixtures.ts";

async function threeCollections({ account }: Trial): Promise<void> {
  for (const name of ["a", "b", "c"]) await seed(account, `/storage/${name}`, [{ id: "x" }, { id: "y" }]);
}

async function expectLeft({ account }: Trial, names: string[]): Promise<void> {
  const answer = expectStatus(await account.get("/info/collections"), 200);
  // Other partitions, which a server may have, are left alone.
  const left = Object.keys(answer.json ?? {}).filter((path) => path.startsWith("storage/"));
  expectEqual(
    answer,
    "the collections left",
    left.toSorted(),
    names.map((name) => `storage/${name}`),
  );
}

export const partition = {
  "partition.delete.all": async (trial) => {
    await threeCollections(trial);
    await seed(trial.account, "/storage/emptied", [{ id: "x" }]);
    control(await trial.account.delete("/storage/emptied/x"), 204);
    control(await trial.account.get("/storage/a/x"), 200);
    expectSuccess(await trial.account.delete("/storage"));
    await expectLeft(trial, []);
    for (const name of ["a", "b", "c", "emptied"]) {
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
    for (const near of ["A", "ab"]) await seed(trial.account, `/storage/${near}`, [{ id: "x" }]);
    expectSuccess(await trial.account.delete("/storage", { query: { collections: "a,c" } }));
    await expectLeft(trial, ["A", "ab", "b"]);
    expectStatus(await trial.account.get("/storage/a/x"), 404);
    for (const left of ["A", "ab", "b"]) expectStatus(await trial.account.get(`/storage/${left}/x`), 200);
  },

  "partition.delete.collections-missing": async (trial) => {
    await threeCollections(trial);
    expectSuccess(await trial.account.delete("/storage", { query: { collections: "missing,b" } }));
    await expectLeft(trial, ["a", "c"]);
    expectSuccess(await trial.account.delete("/storage", { query: { collections: "missing" } }));
    await expectLeft(trial, ["a", "c"]);
  },
} satisfies ChecksOf<"partition">;
