/** The checks of `version.*`: which versions writes take, and which records and containers get them. */
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { ABSENT, UPDATING, writesOf } from "../axes/axes.ts";
import { Bench } from "../axes/bench.ts";
import { describeCase } from "../axes/case.ts";
import { control, expectEqual, expectThat, versionOf } from "../support/expect.ts";
import { currentVersion, put, read, seed } from "../support/fixtures.ts";
import { recordsOf } from "../support/listing-under-test.ts";
import { withSessions } from "../support/with-sessions.ts";
import { versionConcurrency } from "./concurrency.ts";
import { expectContainers, versionDelete } from "./delete.ts";
import { versionStanding } from "./standing.ts";

/** A record of another collection, in a list that goes to the partition. */
const OTHER = { collection: "d", id: "a" };

/** Writes of every kind, each of which changes something, in an order in which all of them succeed. */
const writes = (partition: Partition): ((account: Account) => Promise<Answer>)[] => [
  (account) => account.put(`/${partition}/c/a`, { payload: "one" }),
  (account) => account.put(`/${partition}/c/a`, { payload: "two" }),
  (account) => account.post(`/${partition}/c/a`, { sortindex: 1 }),
  (account) => account.post(`/${partition}/c`, [{ id: "a" }, { id: "b" }, { id: "c" }]),
  (account) => account.put(`/${partition}/d/a`, { payload: "other collection" }),
  (account) => account.delete(`/${partition}/c/b`),
  (account) => account.delete(`/${partition}/c`, { query: { ids: "c" } }),
  (account) => account.delete(`/${partition}/c`),
  (account) => account.put(`/${partition}/c/a`, { payload: "again" }),
  (account) => account.delete(`/${partition}`, { query: { collections: "c" } }),
  (account) => account.delete(`/${partition}`),
  (account) => account.post(`/${partition}/c/a`, {}),
  (account) =>
    account.post(`/${partition}`, RawBody.json([{ collection: "c", id: "a", sortindex: 2 }, OTHER])),
  (account) => account.delete("/", { query: { keep: `${partition}/c/a` } }),
  (account) => account.delete("/"),
  (account) => account.put(`/${partition}/c/a`, { payload: "again" }),
];

/** Every record that was written must have the version that its write took. */
async function expectVersions(bench: Bench, least = 0): Promise<void> {
  // After one second it may be gone.
  const lasting = bench.cases.filter(({ write }) => write.ttl !== "least");
  await bench.each((one, record, listing) => {
    const version = versionOf(one.answer);
    expectThat(one.answer, version > least, `a version greater than ${least}`, version);
    expectEqual(listing, `the version of ${describeCase(one)}`, record?.version, version);
  }, lasting);
}

const writing = {
  "version.write.greater": async ({ account, partition }) => {
    for (const write of writes(partition)) {
      const before = await currentVersion(account);
      const answer = control(await write(account));
      expectThat(answer, versionOf(answer) > before, `a version greater than ${before}`, versionOf(answer));
    }
  },

  "version.write.header": async ({ account, partition }) => {
    for (const write of writes(partition)) {
      const before = await currentVersion(account);
      const answer = control(await write(account));
      const after = await currentVersion(account);
      expectThat(answer, after > before, "the account's current version to rise", after);
      expectEqual(answer, "X-Last-Modified-Version", answer.integer("X-Last-Modified-Version"), after);
    }
  },

  "version.write.record": withSessions(async (context) => {
    const { account, partition } = context;
    for (const write of writes(partition).slice(0, 3)) {
      const version = versionOf(control(await write(account)));
      const answer = control(await account.get(`/${partition}/c/a`), 200);
      expectEqual(answer, "the version of the record", answer.json?.version, version);
      for (const path of [`/${partition}/c`, `/${partition}`] as const) {
        const list = control(await account.get(path, { query: { full: "" } }), 200);
        expectEqual(list, "the version of the record", recordsOf(list)[0]?.version, version);
      }
    }
    const bench = await Bench.perform(
      context,
      writesOf({
        target: ["there", "missing"],
        payload: [ABSENT, "ordinary"],
        sortindex: [ABSENT, "null", "ordinary"],
        ttl: [ABSENT, "null", "ordinary"],
      }),
    );
    await expectVersions(bench);
  }),

  "version.write.containers": async ({ account, partition }) => {
    await seed(account, `/${partition}/other`, [{ id: "a" }]);
    // Both collections are there by then; each of them is the last one once.
    const list = [OTHER, { collection: "c", id: "a" }];
    const lists = [list, list.toReversed()].map(
      (elements) => (account: Account) => account.post(`/${partition}`, RawBody.json(elements)),
    );
    for (const write of [...writes(partition).slice(0, 4), ...lists]) {
      await expectContainers(account, partition, versionOf(control(await write(account))));
    }
  },

  "version.write.unchanged": withSessions(async (context) => {
    const { account, partition } = context;
    let last = await put(account, `/${partition}/c/a`, { payload: "same", sortindex: 1 });
    for (const write of [
      () => account.put(`/${partition}/c/a`, { payload: "same", sortindex: 1 }),
      () => account.post(`/${partition}/c/a`, { payload: "same" }),
    ]) {
      const answer = control(await write());
      expectThat(answer, versionOf(answer) > last, `a version greater than ${last}`, versionOf(answer));
      last = versionOf(answer);
      const record = control(await account.get(`/${partition}/c/a`), 200);
      expectEqual(record, "the version of the record", record.json?.version, last);
    }
    // Nothing of a record changes that anybody sees.
    const bench = await Bench.perform(
      context,
      writesOf({ form: UPDATING, target: ["there"], payload: [ABSENT], sortindex: [ABSENT] }),
    );
    await expectVersions(bench, last);
  }),

  "version.write.siblings": async ({ account, partition }) => {
    const sibling = await put(account, `/${partition}/c/sibling`, { payload: "x" });
    const cousin = await put(account, `/${partition}/d/a`, { payload: "x" });
    await put(account, `/${partition}/c/a`, { payload: "x" });
    for (const write of [
      () => account.put(`/${partition}/c/a`, { payload: "y" }),
      () => account.post(`/${partition}/c`, [{ id: "new" }]),
      () => account.post(`/${partition}`, RawBody.json([{ collection: "c", id: "new" }])),
      () =>
        account.post(
          `/${partition}`,
          RawBody.json(["c", "e"].map((name) => ({ collection: name, id: "new" }))),
        ),
      () => account.delete(`/${partition}`, { query: { collections: "e,missing" } }),
      () => account.delete(`/${partition}/c/a`),
      () => account.delete(`/${partition}/c`, { query: { ids: "new" } }),
    ]) {
      const answer = control(await write());
      expectEqual(
        answer,
        "the version of a sibling",
        (await read(account, `/${partition}/c/sibling`)).version,
        sibling,
      );
      const info = control(await account.get("/info/collections"), 200);
      expectEqual(info, "the version of another collection", info.json?.[`${partition}/d`], cousin);
    }
    control(await account.delete(`/${partition}/c`), 204);
    const info = control(await account.get("/info/collections"), 200);
    expectEqual(info, "the version of another collection", info.json?.[`${partition}/d`], cousin);
  },

  "version.never-repeats": async ({ account, partition }) => {
    let last = 0;
    for (let round = 0; round < 3; round++) {
      for (const write of writes(partition)) {
        const answer = control(await write(account));
        expectThat(answer, versionOf(answer) > last, `a version greater than ${last}`, versionOf(answer));
        last = versionOf(answer);
        expectEqual(answer, "the account's current version", await currentVersion(account), last);
      }
    }
  },
} satisfies Partial<ChecksOf<"version">>;

export const version = {
  ...writing,
  ...versionDelete,
  ...versionStanding,
  ...versionConcurrency,
} satisfies ChecksOf<"version">;
