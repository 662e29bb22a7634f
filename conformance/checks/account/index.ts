/** The checks of `account.*`: what a DELETE of `/` deletes, and that accounts are apart. */
import { PARTITIONS } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { CheckContext, ChecksOf } from "../../runner/define-check.ts";
import {
  control,
  controlRising,
  expectEqual,
  expectStatus,
  expectSuccess,
  versionOf,
} from "../support/expect.ts";
import { currentVersion, put, seed } from "../support/fixtures.ts";
import { accountApart } from "./apart.ts";

/** Two collections with records, and one that was emptied, in each partition. */
async function furnish(account: Account): Promise<void> {
  for (const partition of PARTITIONS) {
    for (const name of ["c", "d"]) await seed(account, `/${partition}/${name}`, [{ id: "a" }, { id: "b" }]);
    await put(account, `/${partition}/emptied/a`, {});
    control(await account.delete(`/${partition}/emptied/a`), 204);
  }
}

/** The full paths of the collections that are left. */
async function expectCollections(account: Account, expected: string[]): Promise<void> {
  const answer = expectStatus(await account.get("/info/collections"), 200);
  expectEqual(answer, "the collections left", Object.keys(answer.json ?? {}).toSorted(), expected.toSorted());
}

/** The endpoint URL as clients may write it. */
const SPELLINGS = ["/", ""];

export const account = {
  "account.delete.all": async ({ account, partition }) => {
    await furnish(account);
    control(await account.get(`/${partition}/c/a`), 200);
    expectSuccess(await account.delete("/"));
    await expectCollections(account, []);
    for (const each of PARTITIONS) {
      for (const path of ["c", "emptied", "c/a", "d/b"]) {
        expectStatus(await account.get(`/${each}/${path}`), 404);
      }
      const listing = expectStatus(await account.get(`/${each}`), 200);
      expectEqual(listing, "items", listing.json?.items, []);
    }
  },

  "account.delete.empty": async ({ account }) => {
    expectStatus(await account.delete("/"), 204);
    await furnish(account);
    control(await account.delete("/"), 204);
    expectStatus(await account.delete("/"), 204);
  },

  "account.delete.one-version": async ({ account, partition }: CheckContext) => {
    const untouched = PARTITIONS.filter((name) => name !== partition);
    const versions = async (path: string) => versionOf(control(await account.get(path), 200));
    await furnish(account);
    const before = await currentVersion(account);
    const whole = expectSuccess(await account.delete("/"));
    controlRising(before, await currentVersion(account));
    for (const path of ["/info/collections", ...PARTITIONS.map((each) => `/${each}`)]) {
      expectEqual(whole, `the version of ${path}`, await versions(path), versionOf(whole));
    }
    // One that loses nothing stays as it is.
    await put(account, `/${partition}/c/a`, {});
    const part = expectSuccess(await account.delete("/"));
    expectEqual(part, `the version of ${partition}`, await versions(`/${partition}`), versionOf(part));
    for (const each of untouched) {
      expectEqual(part, `the version of ${each}`, await versions(`/${each}`), versionOf(whole));
    }
  },

  "account.delete.slash": async ({ account }) => {
    for (const path of SPELLINGS) {
      await furnish(account);
      expectSuccess(await account.delete(path));
      await expectCollections(account, []);
    }
    // What follows the slash, or would, is the same for both.
    for (const path of SPELLINGS) {
      await furnish(account);
      expectSuccess(await account.delete(path, { query: { keep: "control/c" } }));
      await expectCollections(account, ["control/c"]);
    }
  },

  ...accountApart,
} satisfies ChecksOf<"account">;
