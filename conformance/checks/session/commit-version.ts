/** Checks that a commit takes one version, and which records and containers get it. */
import { PARTITIONS, type Partition } from "../../contract/document.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { contentsOf, expectSame } from "../support/account-contents.ts";
import { limitsOf } from "../support/announced-limits.ts";
import {
  control,
  controlRising,
  expectEqual,
  expectStatus,
  expectThat,
  versionOf,
} from "../support/expect.ts";
import { currentVersion, ids, put, read, seed } from "../support/fixtures.ts";
import { CLIENT, otherThan, type SessionCheckContext, withSessions } from "../support/with-sessions.ts";

type Write = [method: string, path: string, body?: unknown];

/** So many that a server which commits in portions needs more than one, or as many as a session may hold. */
const MANY = 1050;

/** However much is staged, it gets one version. */
async function expectOneForMany({ account, partition, begin }: SessionCheckContext): Promise<void> {
  const { max_session_records, max_post_records } = await limitsOf(account);
  const all = ids(Math.min(MANY, max_session_records));
  const session = await begin();
  for (let index = 0; index < all.length; index += max_post_records) {
    const list = all.slice(index, index + max_post_records).map((id) => ({ id }));
    await session.stage("POST", `/${partition}/many`, list);
  }
  const committed = expectStatus(await session.commit(), 200);
  const version = versionOf(committed);
  const newer = { query: { newer: version - 1, limit: 1 } };
  const older = await account.get(`/${partition}/many`, { query: { older: version, limit: 1 } });
  expectEqual(committed, "the records with a version before the commit's", older.json?.items, []);
  const counts = control(await account.get("/info/collection_counts"), 200);
  expectEqual(committed, "the records committed", counts.json?.[`${partition}/many`], all.length);
  const first = control(await account.get(`/${partition}/many`, newer), 200);
  expectEqual(committed, "the version of the collection", versionOf(first), version);
  control(await account.delete(`/${partition}/many`), 204);
}

export const sessionCommitVersion = {
  "session.commit.version": withSessions(async ({ account, partition, begin }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    const writes: Write[] = [
      ["PUT", `/${partition}/c/a`, { payload: "y" }],
      ["POST", `/${partition}/d`, [{ id: "a" }, { id: "b" }]],
      ["DELETE", `/${partition}/c/a`],
      ["DELETE", `/${partition}`],
    ];
    for (const write of writes) {
      const before = await currentVersion(account);
      const session = await begin();
      await session.stage(...write);
      // The commit takes its version when it happens, not when something is staged.
      const meanwhile = await put(account, `/${otherThan(partition)}/c/a`, { payload: "x" });
      const committed = expectStatus(await session.commit(CLIENT), 200);
      const after = await currentVersion(account);
      controlRising(before, meanwhile);
      const { version = 0 } = committed.json ?? {};
      expectThat(committed, version > meanwhile, `a version beyond ${meanwhile}`, version);
      expectEqual(committed, "the version", version, after);
      const header = committed.integer("X-Last-Modified-Version");
      expectEqual(committed, "X-Last-Modified-Version", header, after);
      if (write[0] === "DELETE") continue;
      const stored = await read(account, write[0] === "PUT" ? `/${partition}/c/a` : `/${partition}/d/a`);
      expectEqual(committed, "the version of the record", stored.version, version);
    }
  }),

  "session.commit.empty": withSessions(async ({ account, partition, begin }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
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
      // The last write is outside the scope, and later than the session: it is the account's version that is reported.
      const current = await put(account, `/${otherThan(partition)}/c/a`, { payload: "x" });
      const before = await contentsOf(account);
      const committed = expectStatus(await session.commit(), 200);
      expectEqual(committed, "the version", committed.json?.version, current);
      expectSame(committed, await contentsOf(account), before);
    }
    const current = await currentVersion(account);
    const session = await begin();
    await session.stage("PUT", `/${partition}/c/a`, { payload: "y" });
    control(await session.commit(), 200);
    controlRising(current, await currentVersion(account));
  }),

  "session.commit.undone": withSessions(async ({ account, partition, begin }) => {
    const path = (name: string) => `/${partition}/${name}` as const;
    await seed(account, path("there"), [{ id: "stays" }, { id: "old", payload: "old" }]);
    for (const [collection, writes, left] of [
      [
        "there",
        [
          ["PUT", path("there/new"), { payload: "x" }],
          ["DELETE", path("there/new")],
        ],
        ["old", "stays"],
      ],
      [
        "there",
        [
          ["POST", path("there"), [{ id: "new" }]],
          ["DELETE", path("there?ids=new")],
        ],
        ["old", "stays"],
      ],
      [
        "missing",
        [
          ["PUT", path("missing/new"), { payload: "x" }],
          ["DELETE", path("missing/new")],
        ],
        [],
      ],
      [
        "there",
        [
          ["PUT", path("there/old"), { payload: "x" }],
          ["DELETE", path("there/old")],
        ],
        ["stays"],
      ],
    ] satisfies [string, Write[], string[]][]) {
      const before = await currentVersion(account);
      const session = await begin();
      for (const write of writes) await session.stage(...(write as Write));
      const committed = expectStatus(await session.commit(), 200);
      const version = versionOf(committed);
      expectThat(committed, version > before, `a version beyond ${before}`, version);
      const listing = await account.get(path(collection) as "/storage/c");
      const there = listing.json?.items?.toSorted() ?? listing.status;
      expectEqual(committed, `the records of ${path(collection)}`, there, left);
      expectEqual(committed, `the version of ${path(collection)}`, versionOf(listing), version);
      const whole = control(await account.get(`/${partition}`), 200);
      expectEqual(committed, `the version of /${partition}`, versionOf(whole), version);
    }
  }),

  "session.commit.one-version": withSessions(async (context) => {
    const { account, partition, begin } = context;
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
    await expectOneForMany(context);
    // What only loses something gets it as well.
    for (const [staged, raised] of [
      [[["DELETE", `/${partition}/c/b`]], [partition]],
      [
        [
          ["DELETE", "/"],
          ["PUT", `/${partition}/c/a`, { payload: "x" }],
        ],
        PARTITIONS,
      ],
    ] satisfies [Write[], readonly Partition[]][]) {
      const losing = await begin({ scope: [...PARTITIONS] });
      for (const [method, path, body] of staged) await losing.stage(method, path, body);
      const taken = versionOf(control(await losing.commit(), 200));
      for (const name of raised) {
        const whole = control(await account.get(`/${name}`), 200);
        expectEqual(whole, `the version of /${name}`, versionOf(whole), taken);
      }
    }
  }),
} satisfies Partial<ChecksOf<"session">>;
