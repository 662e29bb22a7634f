/** Checks that a request that changes nothing takes no version, and which version is reported then. */
import { PARTITIONS, type Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { type CheckContext, type ChecksOf, needs } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { isInReach } from "../../runner/select/stages.ts";
import {
  control,
  controlRising,
  expectEqual,
  expectStatus,
  expectThat,
  present,
  versionOf,
} from "../support/expect.ts";
import { currentVersion, put, seed } from "../support/fixtures.ts";
import { otherThan } from "../support/with-sessions.ts";

/** Requests that succeed and change nothing, with the path whose version they must report. */
const nothing = (partition: Partition): [path: string, (account: Account) => Promise<Answer>][] => [
  [`/${partition}/c`, (account) => account.post(`/${partition}/c`, [])],
  [`/${partition}/c`, (account) => account.post(`/${partition}/c`, RawBody.json([{ id: "a", bogus: 1 }]))],
  ...["missing", "missing,gone"].flatMap(
    (names): ReturnType<typeof nothing> => [
      [`/${partition}/c`, (account) => account.delete(`/${partition}/c`, { query: { ids: names } })],
      [`/${partition}`, (account) => account.delete(`/${partition}`, { query: { collections: names } })],
    ],
  ),
  [`/${partition}`, (account) => account.post(`/${partition}`, RawBody.json([]))],
  [
    `/${partition}`,
    (account) => account.post(`/${partition}`, RawBody.json([{ collection: "c", id: "a", bogus: 1 }])),
  ],
  ["/", (account) => account.delete("/", { query: { keep: PARTITIONS.join(",") } })],
];

export const versionStanding = {
  "version.nothing.takes-none": async ({ account, partition }) => {
    const first = await seed(account, `/${partition}/c`, [{ id: "b" }]);
    const before = await seed(account, `/${partition}/d`, [{ id: "a" }]);
    controlRising(first, before);
    const expectStanding = async (answer: Answer) => {
      const info = control(await account.get("/info/collections"), 200);
      expectEqual(answer, "the account's current version", info.integer("X-Last-Modified-Version"), before);
      expectEqual(answer, "the version of the collection", info.json?.[`${partition}/c`], first);
      expectEqual(answer, "the version of the other collection", info.json?.[`${partition}/d`], before);
    };
    for (const [, request] of nothing(partition)) await expectStanding(control(await request(account)));
    for (const refused of [
      await account.delete(`/${partition}/missing`),
      await account.put(`/${partition}/c/b`, { payload: "x" }, { ifUnmodified: 0 }),
      await account.put(`/${partition}/c/b`, RawBody.json({ payload: 1 })),
    ]) {
      if (refused.ok) throw new Broken(`set-up: ${refused.asked} should be refused`);
      await expectStanding(refused);
    }
    const last = versionOf(control(await account.delete(`/${partition}`), 204));
    controlRising(before, last);
    for (const path of [`/${partition}`, "/"]) {
      const again = control(await account.delete(path), 204);
      expectEqual(again, "the account's current version", await currentVersion(account), last);
    }
  },

  "version.nothing.reports": async ({ account, partition }) => {
    const collection = await seed(account, `/${partition}/c`, [{ id: "b" }]);
    const part = await seed(account, `/${partition}/d`, [{ id: "a" }]);
    let whole = part;
    for (const other of PARTITIONS.filter((name) => name !== partition)) {
      whole = await seed(account, `/${other}/c`, [{ id: "a" }]);
    }
    controlRising(collection, part, whole);
    const expected = { [`/${partition}/c`]: collection, [`/${partition}`]: part, "/": whole };
    for (const [path, request] of nothing(partition)) {
      const answer = expectStatus(await request(account), 200, 204);
      const version = answer.integer("X-Last-Modified-Version");
      expectEqual(answer, "X-Last-Modified-Version", version, expected[path]);
    }
    const missing = expectStatus(await account.post(`/${partition}/missing`, []), 200);
    expectEqual(missing, "X-Last-Modified-Version", missing.integer("X-Last-Modified-Version"), 0);
    if (!isInReach("deletePartition")) return;
    // A partition that has been emptied is at the version at which it was, whatever happens elsewhere.
    const emptied = versionOf(control(await account.delete(`/${partition}`), 204));
    const current = await put(account, `/${otherThan(partition)}/c/a`, { payload: "x" });
    controlRising(emptied, current);
    for (const query of ["", "collections=c"]) {
      const again = expectStatus(await account.delete(`/${partition}`, { query }), 204);
      expectEqual(again, "X-Last-Modified-Version", again.integer("X-Last-Modified-Version"), emptied);
    }
    const all = expectStatus(await account.delete("/", { query: { keep: otherThan(partition) } }), 204);
    expectEqual(all, "X-Last-Modified-Version", all.integer("X-Last-Modified-Version"), current);
  },

  "version.unwritten": needs({ fresh: true }, async ({ account, partition }: CheckContext) => {
    for (const path of [
      "/info/collections",
      "/info/collection_counts",
      "/info/collection_usage",
      "/info/quota",
      ...PARTITIONS.map((name) => `/${name}`),
    ]) {
      const answer = expectStatus(await account.get(path), 200);
      expectEqual(answer, "X-Last-Modified-Version", answer.integer("X-Last-Modified-Version"), 0);
    }
    await put(account, `/${partition}/c/a`, { payload: "x" });
    expectThat(
      await account.get(`/${partition}/c/a`),
      (await currentVersion(account)) > 0,
      "a version after the first write",
      "0",
    );
  }),

  "version.missing": async ({ account, partition }) => {
    controlRising(await put(account, `/${partition}/c/a`, { payload: "x" }));
    const old = await put(account, `/${partition}/c/deleted`, { payload: "x" });
    control(await account.delete(`/${partition}/c/deleted`), 204);
    for (const answer of [
      await account.put(`/${partition}/c/b`, { payload: "x" }, { ifUnmodified: 1 }),
      await account.post(`/${partition}/c/b`, { payload: "x" }, { ifUnmodified: 1 }),
      await account.put(`/${partition}/c/deleted`, { payload: "x" }, { ifUnmodified: old }),
      await account.post(`/${partition}/c/deleted`, { payload: "x" }, { ifUnmodified: old }),
      await account.put(`/${partition}/missing/b`, { payload: "x" }, { ifUnmodified: 1 }),
      await account.post(`/${partition}/missing`, [{ id: "a" }], { ifUnmodified: 1 }),
    ]) {
      expectStatus(answer, 412);
      expectEqual(answer, "X-Last-Modified-Version", answer.integer("X-Last-Modified-Version"), 0);
    }
    present("the record", control(await account.get(`/${partition}/c/a`), 200).json);
  },
} satisfies Partial<ChecksOf<"version">>;
