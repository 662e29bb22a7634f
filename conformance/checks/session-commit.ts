import { PARTITIONS, type Partition } from "../contract/document.ts";
import { type ChecksOf, needs } from "../engine/check.ts";
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { contentsOf, expectSame } from "./support/contents.ts";
import {
  control,
  controlRising,
  expectEqual,
  expectStatus,
  expectThat,
  versionOf,
} from "./support/expect.ts";
import { currentVersion, put, read, type StoredRecord, seed } from "./support/fixtures.ts";
import { prepare } from "./support/samples.ts";
import { CLIENT, otherThan, withSessions } from "./support/sessions.ts";

/** What a collection holds, by id; null where it does not exist. */
async function payloadsIn(account: Account, path: `/${Partition}/${string}`) {
  const answer = await account.get(path as "/{partition}/{collection}", { query: { full: "" } });
  if (answer.status === 404) return null;
  const items = (control(answer, 200).json?.items ?? []) as StoredRecord[];
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

const applying = {
  "session.commit.applied": withSessions(async ({ account, partition, begin }) => {
    const [c, d, e, f] = ["c", "d", "e", "f"].map((name) => `/${partition}/${name}` as const) as [
      `/${Partition}/c`,
      `/${Partition}/d`,
      `/${Partition}/e`,
      `/${Partition}/f`,
    ];
    await seed(
      account,
      c,
      ["a", "b", "g", "h", "i", "stays"].map((id) => ({ id, payload: "old", sortindex: 1 })),
    );
    for (const path of [d, e, f]) await seed(account, path, [{ id: "a", payload: "old" }]);
    const session = await begin();
    await session.stage("PUT", `${c}/a`, { payload: "put" });
    await session.stage("POST", `${c}/b`, { payload: "posted" });
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
    const committed = expectStatus(await session.commit(), 200);
    await expectHeld(account, committed, c, {
      a: ["put", null],
      b: ["posted", 1],
      new: ["", -3],
      stays: ["old", 1],
      x: ["", null],
      y: ["listed", null],
    });
    await expectHeld(account, committed, d, null);
    await expectHeld(account, committed, e, null);
    await expectHeld(account, committed, f, { a: ["old", null], b: ["listed", null] });
    await expectHeld(account, committed, `/${partition}/new`, { a: ["", null] });
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
    const committed = control(await session.commit(), 200);
    await expectHeld(account, committed, path("c"), {
      old: ["", 2],
      twice: ["second", null],
      updated: ["second", 1],
    });
    await expectHeld(account, committed, path("gone"), null);
    await expectHeld(account, committed, path("again"), { a: ["second", null] });
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

const versions = {
  "session.commit.version": withSessions(async ({ account, partition, begin }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    const writes: [method: string, path: string, body?: unknown][] = [
      ["PUT", `/${partition}/c/a`, { payload: "y" }],
      ["POST", `/${partition}/d`, [{ id: "a" }, { id: "b" }]],
      ["DELETE", `/${partition}/c/a`],
      ["DELETE", `/${partition}`],
    ];
    for (const write of writes) {
      const before = await currentVersion(account);
      const session = await begin();
      await session.stage(...write);
      const committed = expectStatus(await session.commit(CLIENT), 200);
      const after = await currentVersion(account);
      controlRising(before, after);
      expectEqual(committed, "the version", committed.json?.version, after);
      const header = committed.integer("X-Last-Modified-Version");
      expectEqual(committed, "X-Last-Modified-Version", header, after);
    }
  }),

  "session.commit.empty": withSessions(async ({ account, partition, begin }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    // The last write is outside the scope: it is the account's version that is reported.
    await put(account, `/${otherThan(partition)}/c/a`, { payload: "x" });
    const before = await contentsOf(account);
    const current = await currentVersion(account);
    for (const staged of [
      [],
      [["DELETE", `/${partition}/c/missing`]],
      [
        ["DELETE", `/${partition}/missing`],
        ["POST", `/${partition}/c`, []],
        ["POST", `/${partition}/c`, [{ id: "b", ttl: 0 }]],
      ],
    ] satisfies [string, string, unknown?][][]) {
      const session = await begin();
      for (const [method, path, body] of staged) await session.stage(method, path, body);
      const committed = expectStatus(await session.commit(), 200);
      expectEqual(committed, "the version", committed.json?.version, current);
      expectSame(committed, await contentsOf(account), before);
    }
    const session = await begin();
    await session.stage("PUT", `/${partition}/c/a`, { payload: "y" });
    control(await session.commit(), 200);
    controlRising(current, await currentVersion(account));
  }),

  "session.commit.one-version": withSessions(async ({ account, partition, begin }) => {
    const other = otherThan(partition);
    await seed(account, `/${partition}/c`, [{ id: "a" }, { id: "gone" }, { id: "sibling" }]);
    await seed(account, `/${partition}/shrinks`, [{ id: "a" }, { id: "gone" }]);
    const untouched = await seed(account, `/${partition}/untouched`, [{ id: "a" }]);
    const before = await currentVersion(account);
    const session = await begin({ scope: [...PARTITIONS] });
    await session.stage("PUT", `/${partition}/c/a`, { payload: "first" });
    await session.stage("DELETE", `/${partition}/c/gone`);
    await session.stage("POST", `/${partition}/c`, [{ id: "b" }, { id: "c" }]);
    await session.stage("DELETE", `/${partition}/shrinks?ids=gone`);
    await session.stage("PUT", `/${other}/d/a`, { payload: "last" });
    const committed = control(await session.commit(), 200);
    const version = versionOf(committed);
    controlRising(before, version);
    for (const path of ["c/a", "c/b", "c/c"]) {
      const stored = await read(account, `/${partition}/${path as "c/a"}`);
      expectEqual(committed, `the version of ${path}`, stored.version, version);
    }
    expectEqual(committed, "the version of d/a", (await read(account, `/${other}/d/a`)).version, version);
    const info = control(await account.get("/info/collections"), 200);
    for (const name of [`${partition}/c`, `${partition}/shrinks`, `${other}/d`]) {
      expectEqual(info, `the version of ${name}`, info.json?.[name], version);
    }
    expectEqual(info, "the version of another collection", info.json?.[`${partition}/untouched`], untouched);
    for (const name of PARTITIONS) {
      const whole = control(await account.get(`/${name}`), 200);
      expectEqual(whole, `the version of /${name}`, versionOf(whole), version);
    }
    expectThat(info, versionOf(info) === version, `the account to be at ${version}`, versionOf(info));
  }),
} satisfies Partial<ChecksOf<"session">>;

export const sessionCommit = { ...applying, ...versions } satisfies Partial<ChecksOf<"session">>;
