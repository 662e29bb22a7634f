/** Checks that a deletion gives its version to every container above what it deletes. */
import { PARTITIONS, type Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { moments } from "../axes/axes.ts";
import { deleteAt } from "../axes/names.ts";
import { control, expectEqual, expectThat, versionOf } from "../support/expect.ts";
import { currentVersion, put, seed } from "../support/fixtures.ts";
import { otherThan, type SessionCheckContext, withSessions } from "../support/with-sessions.ts";

async function partitionVersion(account: Account, partition: Partition): Promise<number> {
  return versionOf(control(await account.get(`/${partition}`), 200));
}

/** Every container of the collection `c` must be at this version. */
export async function expectContainers(
  account: Account,
  partition: Partition,
  version: number,
): Promise<void> {
  const info = control(await account.get("/info/collections"), 200);
  expectEqual(info, "the account's current version", versionOf(info), version);
  expectEqual(info, "the version of the collection", info.json?.[`${partition}/c`], version);
  expectEqual(info, "the version of the partition", await partitionVersion(account, partition), version);
}

/** A collection that holds nothing is something to delete too, in each way there is. */
async function expectEmptiedRaise(context: SessionCheckContext): Promise<void> {
  const { account, partition } = context;
  const path = `/${partition}` as const;
  for (const target of [`${path}/e`, `${path}?collections=e`, path, `/?keep=${otherThan(partition)}`, "/"]) {
    for (const moment of moments()) {
      await put(account, `${path}/e/a`, { payload: "x" });
      const emptied = versionOf(control(await account.delete(`${path}/e/a`), 204));
      const answer = await deleteAt(context, moment, target, [...PARTITIONS]);
      const version = versionOf(answer);
      expectThat(answer, version > emptied, `a version greater than ${emptied}`, version);
      expectEqual(answer, "the account's current version", await currentVersion(account), version);
      expectEqual(
        answer,
        "the version of the partition",
        await partitionVersion(account, partition),
        version,
      );
    }
  }
}

export const versionDelete = {
  "version.delete.containers": withSessions(async (context) => {
    const { account, partition } = context;
    await seed(account, `/${partition}/c`, [{ id: "a" }, { id: "b" }, { id: "c" }]);
    await expectContainers(
      account,
      partition,
      versionOf(control(await account.delete(`/${partition}/c/a`), 204)),
    );
    await expectContainers(
      account,
      partition,
      versionOf(control(await account.delete(`/${partition}/c`, { query: { ids: "b" } }), 204)),
    );
    await put(account, `/${partition}/d/a`, { payload: "x" });
    const whole = versionOf(control(await account.delete(`/${partition}/c`), 204));
    const info = control(await account.get("/info/collections"), 200);
    expectEqual(info, "the account's current version", versionOf(info), whole);
    expectEqual(info, "the version of the partition", await partitionVersion(account, partition), whole);
    for (const [path, query] of [
      [`/${partition}`, { collections: "d" }],
      [`/${partition}`, {}],
      ["/", { keep: `${partition}/e` }],
      ["/", {}],
    ] as const) {
      for (const name of ["d", "e"] as const) await put(account, `/${partition}/${name}/a`, { payload: "x" });
      const all = control(await account.delete(path, { query }), 204);
      expectEqual(all, "the account's current version", await currentVersion(account), versionOf(all));
      expectEqual(
        all,
        "the version of the partition",
        await partitionVersion(account, partition),
        versionOf(all),
      );
    }
    await expectEmptiedRaise(context);
    // What is kept of a collection does not keep its version, where it lost the rest.
    for (const moment of moments()) {
      await seed(account, `/${partition}/c`, [{ id: "a" }, { id: "b" }]);
      const keep = `/?keep=${partition}/c/a`;
      const kept = await deleteAt(context, moment, keep, [...PARTITIONS]);
      await expectContainers(account, partition, versionOf(kept));
    }
  }),
} satisfies Partial<ChecksOf<"version">>;
