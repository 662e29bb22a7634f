/** Checks that a commit applies all that is staged in its session, in the order in which it was staged. */
import { PARTITIONS, type Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { contentsOf, expectSame } from "../support/account-contents.ts";
import { control, controlShown, expectEqual, expectStatus, versionOf } from "../support/expect.ts";
import { expectDeletedMissing, expectSameIdsStored } from "../support/expect-committed.ts";
import { put, read, seed } from "../support/fixtures.ts";
import { recordsOf } from "../support/listing-under-test.ts";
import { prepare } from "../support/sample-requests.ts";
import { otherThan, withSessions } from "../support/with-sessions.ts";

/** What a collection holds, by id; null where it does not exist. */
async function payloadsIn(account: Account, path: `/${Partition}/${string}`) {
  const answer = await account.get(path as "/{partition}/{collection}", { query: { full: "" } });
  if (answer.status === 404) return null;
  const items = recordsOf(control(answer, 200));
  return Object.fromEntries(items.map(({ id, payload, sortindex }) => [id, [payload, sortindex ?? null]]));
}

/** A commit must leave a collection with these records: by id, the payload and the sortindex. */
async function expectHeld(
  account: Account,
  committed: Answer,
  path: `/${Partition}/${string}`,
  held: Record<string, [string, number | null]> | null,
): Promise<void> {
  expectEqual(committed, `what ${path} holds`, await payloadsIn(account, path), held);
}

/** What a server that keeps staged writes in another form may lose. */
const ODD = "\u0000\ufeff\u00e9\u20ac\u{1f600}\r\n";

export const sessionCommit = {
  "session.commit.applied": withSessions(async (context) => {
    const { account, partition, limits, begin } = context;
    const [c, d, e, f] = ["c", "d", "e", "f"].map((name) => `/${partition}/${name}` as const) as [
      `/${Partition}/c`,
      `/${Partition}/d`,
      `/${Partition}/e`,
      `/${Partition}/f`,
    ];
    await seed(
      account,
      c,
      ["a", "b", "g", "h", "i", "stays", "time", "sort"].map((id) => ({ id, payload: "old", sortindex: 1 })),
    );
    for (const path of [d, e, f]) await seed(account, path, [{ id: "a", payload: "old" }]);
    const session = await begin();
    await session.stage("PUT", `${c}/a`, { payload: ODD });
    await session.stage("POST", `${c}/b`, { payload: "posted" });
    // One field alone leaves the others as they are.
    await session.stage("POST", `${c}/time`, { ttl: 1000 });
    await session.stage("POST", `${c}/sort`, { sortindex: 4 });
    await session.stage("PUT", `${c}/new`, { payload: "", sortindex: -3 });
    await session.stage("POST", c, [{ id: "x" }, { id: "y", payload: "listed" }]);
    await session.stage("DELETE", `${c}/g`);
    await session.stage("DELETE", `${c}?ids=h,i`);
    await session.stage("DELETE", d);
    await session.stage("DELETE", `/${partition}?collections=e`);
    await session.stage("POST", `/${partition}`, [
      { collection: "f", id: "b", payload: "listed" },
      { collection: "new", id: "a" },
    ]);
    if (limits.sessions > 1) {
      // What another session holds is neither applied with it nor lost.
      const beside = await begin({ scope: [otherThan(partition)] });
      const path = `/${otherThan(partition)}/c` as const;
      await beside.stage("PUT", `${path}/beside`, { payload: "beside" });
      const first = expectStatus(await session.commit(), 200);
      await expectHeld(account, first, path, null);
      const second = expectStatus(await beside.commit(), 200);
      await expectHeld(account, second, path, { beside: ["beside", null] });
    } else expectStatus(await session.commit(), 200);
    const committed = control(await account.get("/info/collections"), 200);
    await expectHeld(account, committed, c, {
      a: [ODD, null],
      b: ["posted", 1],
      time: ["old", 1],
      sort: ["old", 4],
      new: ["", -3],
      stays: ["old", 1],
      x: ["", null],
      y: ["listed", null],
    });
    await expectHeld(account, committed, d, null);
    await expectHeld(account, committed, e, null);
    await expectHeld(account, committed, f, { a: ["old", null], b: ["listed", null] });
    await expectHeld(account, committed, `/${partition}/new`, { a: ["", null] });
    await expectSameIdsStored(context);
    await expectDeletedMissing(context);
  }),

  "session.commit.order": withSessions(async ({ account, partition, begin }) => {
    const path = (name: string) => `/${partition}/${name}` as const;
    for (const name of ["c", "gone", "again"])
      await seed(account, path(name), [{ id: "old", payload: "old" }]);
    const session = await begin();
    await session.stage("PUT", path("c/twice"), { payload: "first" });
    await session.stage("PUT", path("c/twice"), { payload: "second" });
    await session.stage("PUT", path("c/updated"), { payload: "first", sortindex: 1 });
    await session.stage("POST", path("c/updated"), { payload: "second" });
    await session.stage("PUT", path("c/deleted"), { payload: "first" });
    await session.stage("DELETE", path("c/deleted"));
    await session.stage("DELETE", path("c/old"));
    await session.stage("POST", path("c"), [{ id: "old", sortindex: 2 }]);
    await session.stage("PUT", path("gone/a"), { payload: "first" });
    await session.stage("DELETE", path("gone"));
    await session.stage("DELETE", `/${partition}?collections=again`);
    await session.stage("PUT", path("again/a"), { payload: "second" });
    // Lists stand in this order too, and a list beside other writes.
    const element = { collection: "c", id: "listed" };
    await session.stage("POST", path("c"), [{ id: "listed", payload: "first" }, { id: "across" }]);
    await session.stage("POST", `/${partition}`, [{ ...element, payload: "second" }]);
    await session.stage("POST", path("c"), [{ id: "listed", sortindex: 5 }]);
    await session.stage("POST", `/${partition}`, [{ collection: "c", id: "across", payload: "first" }]);
    await session.stage("PUT", path("c/across"), { payload: "second" });
    await session.stage("PUT", path("c/put"), { payload: "first", sortindex: 1 });
    await session.stage("POST", path("c"), [{ id: "put", payload: "second" }]);
    // Deleted twice, each time after a write.
    for (const id of ["first", "second"]) {
      await session.stage("PUT", path(`remade/${id}`), { payload: id });
      await session.stage("DELETE", path("remade"));
    }
    await session.stage("PUT", path("remade/third"), { payload: "third" });
    await session.stage("POST", path("c"), [{ id: "brief" }, { id: "back" }]);
    await session.stage("DELETE", path("c?ids=brief,back"));
    await session.stage("POST", `/${partition}`, [{ collection: "c", id: "back", payload: "second" }]);
    const committed = control(await session.commit(), 200);
    await expectHeld(account, committed, path("c"), {
      across: ["second", null],
      back: ["second", null],
      listed: ["second", 5],
      put: ["second", 1],
      old: ["", 2],
      twice: ["second", null],
      updated: ["second", 1],
    });
    await expectHeld(account, committed, path("gone"), null);
    await expectHeld(account, committed, path("again"), { a: ["second", null] });
    await expectHeld(account, committed, path("remade"), { third: ["third", null] });
    // A deletion is of what there is when its turn comes, not of what there was when it was staged.
    for (const target of [`/${partition}`, path("c?ids=late,old"), "/"]) {
      const wiping = await begin({ scope: target === "/" ? [...PARTITIONS] : [partition] });
      await wiping.stage("PUT", path("c/late"), { payload: "first" });
      await wiping.stage("PUT", path("late/a"), { payload: "first" });
      await wiping.stage("DELETE", target);
      await wiping.stage("PUT", path("c/after"), { payload: "second" });
      const wiped = control(await wiping.commit(), 200);
      expectStatus(await account.get(path("c/late")), 404);
      const late = controlShown(await account.get(path("late/a"))).status;
      expectEqual(wiped, "the status of late/a", late, target.includes("?") ? 200 : 404);
      expectStatus(await account.get(path("c/after")), 200);
    }
  }),

  "session.commit.fresh-start": needs(
    { partitions: 1 },
    withSessions(async ({ account, begin }) => {
      for (const [target, kept] of [
        ["/", null],
        ["/?keep=storage/sample/a", "storage/sample"],
      ] satisfies [string, string | null][]) {
        await prepare(account, "storage");
        await put(account, "/control/meta/global", { payload: "old" });
        await put(account, "/control/meta/other", { payload: "old" });
        const before = await contentsOf(account);
        const old = (await read(account, "/storage/sample/a")).version;
        const session = await begin({ scope: [...PARTITIONS] });
        expectStatus(await session.request("DELETE", target), 202);
        expectStatus(await session.request("PUT", "/control/meta/global", { payload: "new" }), 202);
        const keys = await session.request("PUT", "/control/keys/default", { payload: "new" });
        expectStatus(keys, 202);
        expectSame(keys, await contentsOf(account), before);
        const committed = expectStatus(await session.commit(), 200);
        const { version } = committed.json ?? {};
        for (const path of ["/control/meta/global", "/control/keys/default"] as const) {
          const record = expectStatus(await account.get(path), 200);
          expectEqual(record, "the payload", record.json?.payload, "new");
          expectEqual(record, "the version of the record", record.json?.version, version);
        }
        expectStatus(await account.get("/control/meta/other"), 404);
        const info = control(await account.get("/info/collections"), 200);
        const names = ["control/keys", "control/meta", ...(kept ? [kept] : [])];
        expectEqual(info, "the collections", Object.keys(info.json ?? {}).sort(), names);
        expectEqual(info, "the account's current version", versionOf(info), version);
        if (!kept) continue;
        const record = expectStatus(await account.get("/storage/sample/a"), 200);
        expectEqual(record, "the version of what was kept", record.json?.version, old);
      }
    }),
  ),
} satisfies Partial<ChecksOf<"session">>;
