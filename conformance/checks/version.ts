import { type ChecksOf, needs, type Trial } from "../engine/check.ts";
import { Broken } from "../engine/outcomes.ts";
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { RawBody } from "../exchange/typed.ts";
import {
  control,
  controlRising,
  expectEqual,
  expectStatus,
  expectThat,
  present,
  versionOf,
} from "./support/expect.ts";
import { put, read, seed } from "./support/fixtures.ts";
import { versionConcurrency } from "./version-concurrency.ts";

const A = "/storage/c/a";
const C = "/storage/c";

/** Writes of every kind, each of which changes something, in an order in which all of them succeed. */
const WRITES: ((account: Account) => Promise<Answer>)[] = [
  (account) => account.put(A, { payload: "one" }),
  (account) => account.put(A, { payload: "two" }),
  (account) => account.post(A, { sortindex: 1 }),
  (account) => account.post(C, [{ id: "a" }, { id: "b" }, { id: "c" }]),
  (account) => account.put("/storage/d/a", { payload: "other collection" }),
  (account) => account.delete("/storage/c/b"),
  (account) => account.delete(C, { query: { ids: "c" } }),
  (account) => account.delete(C),
  (account) => account.put(A, { payload: "again" }),
  (account) => account.delete("/storage", { query: { collections: "c" } }),
  (account) => account.delete("/storage"),
  (account) => account.post(A, {}),
];

/** Requests that succeed and change nothing, with the path whose version they must report. */
const NOTHING: [path: string, (account: Account) => Promise<Answer>][] = [
  [C, (account) => account.post(C, [])],
  [C, (account) => account.post(C, RawBody.json([{ id: "a", bogus: 1 }]))],
  [C, (account) => account.delete(C, { query: { ids: "missing" } })],
  ["/info/collections", (account) => account.delete("/storage", { query: { collections: "missing" } })],
];

async function current(account: Account): Promise<number> {
  return versionOf(control(await account.get("/info/collections"), 200));
}

/** The version of the partition, which only a precondition that fails can show. */
async function partitionVersion(account: Account): Promise<number> {
  return versionOf(control(await account.delete("/storage", { ifUnmodified: 0 }), 412));
}

/** Every container of `/storage/c` must be at this version. */
async function expectContainers(account: Account, version: number): Promise<void> {
  const info = control(await account.get("/info/collections"), 200);
  expectEqual(info, "the account's current version", versionOf(info), version);
  expectEqual(info, "the version of the collection", info.json?.["storage/c"], version);
  expectEqual(info, "the version of the partition", await partitionVersion(account), version);
}

const writing = {
  "version.write.greater": async ({ account }) => {
    for (const write of WRITES) {
      const before = await current(account);
      const answer = control(await write(account));
      expectThat(answer, versionOf(answer) > before, `a version greater than ${before}`, versionOf(answer));
    }
  },

  "version.write.header": async ({ account }) => {
    for (const write of WRITES) {
      const before = await current(account);
      const answer = control(await write(account));
      const after = await current(account);
      expectThat(answer, after > before, "the account's current version to rise", after);
      expectEqual(answer, "X-Last-Modified-Version", answer.integer("X-Last-Modified-Version"), after);
    }
  },

  "version.write.record": async ({ account }) => {
    for (const write of WRITES.slice(0, 3)) {
      const version = versionOf(control(await write(account)));
      const answer = control(await account.get(A), 200);
      expectEqual(answer, "the version of the record", answer.json?.version, version);
    }
    const version = await seed(account, C, [{ id: "a", payload: "x" }, { id: "new" }]);
    for (const path of [A, "/storage/c/new"] as const) {
      const answer = control(await account.get(path), 200);
      expectEqual(answer, "the version of the record", answer.json?.version, version);
    }
  },

  "version.write.containers": async ({ account }) => {
    await seed(account, "/storage/other", [{ id: "a" }]);
    for (const write of WRITES.slice(0, 4)) {
      await expectContainers(account, versionOf(control(await write(account))));
    }
  },

  "version.write.unchanged": async ({ account }) => {
    let last = await put(account, A, { payload: "same", sortindex: 1 });
    for (const write of [
      () => account.put(A, { payload: "same", sortindex: 1 }),
      () => account.post(A, { payload: "same" }),
      () => account.post(A, {}),
      () => account.post(C, [{ id: "a" }]),
    ]) {
      const answer = control(await write());
      expectThat(answer, versionOf(answer) > last, `a version greater than ${last}`, versionOf(answer));
      last = versionOf(answer);
      const record = control(await account.get(A), 200);
      expectEqual(record, "the version of the record", record.json?.version, last);
    }
  },

  "version.write.siblings": async ({ account }) => {
    const sibling = await put(account, "/storage/c/sibling", { payload: "x" });
    const cousin = await put(account, "/storage/d/a", { payload: "x" });
    await put(account, A, { payload: "x" });
    for (const write of [
      () => account.put(A, { payload: "y" }),
      () => account.post(C, [{ id: "new" }]),
      () => account.delete(A),
      () => account.delete(C, { query: { ids: "new" } }),
    ]) {
      const answer = control(await write());
      expectEqual(
        answer,
        "the version of a sibling",
        (await read(account, "/storage/c/sibling")).version,
        sibling,
      );
      const info = control(await account.get("/info/collections"), 200);
      expectEqual(info, "the version of another collection", info.json?.["storage/d"], cousin);
    }
    control(await account.delete(C), 204);
    const info = control(await account.get("/info/collections"), 200);
    expectEqual(info, "the version of another collection", info.json?.["storage/d"], cousin);
  },

  "version.delete.containers": async ({ account }) => {
    await seed(account, C, [{ id: "a" }, { id: "b" }, { id: "c" }]);
    await expectContainers(account, versionOf(control(await account.delete(A), 204)));
    await expectContainers(
      account,
      versionOf(control(await account.delete(C, { query: { ids: "b" } }), 204)),
    );
    await put(account, "/storage/d/a", { payload: "x" });
    const whole = versionOf(control(await account.delete(C), 204));
    const info = control(await account.get("/info/collections"), 200);
    expectEqual(info, "the account's current version", versionOf(info), whole);
    expectEqual(info, "the version of the partition", await partitionVersion(account), whole);
    for (const query of [{ collections: "d" }, {}]) {
      await put(account, "/storage/d/a", { payload: "x" });
      const all = control(await account.delete("/storage", { query }), 204);
      expectEqual(all, "the account's current version", await current(account), versionOf(all));
      expectEqual(all, "the version of the partition", await partitionVersion(account), versionOf(all));
    }
  },

  "version.never-repeats": async ({ account }) => {
    let last = 0;
    for (let round = 0; round < 3; round++) {
      for (const write of WRITES) {
        const answer = control(await write(account));
        expectThat(answer, versionOf(answer) > last, `a version greater than ${last}`, versionOf(answer));
        last = versionOf(answer);
        expectEqual(answer, "the account's current version", await current(account), last);
      }
    }
  },
} satisfies Partial<ChecksOf<"version">>;

const standing = {
  "version.nothing.takes-none": async ({ account }) => {
    const first = await seed(account, C, [{ id: "b" }]);
    const before = await seed(account, "/storage/d", [{ id: "a" }]);
    controlRising(first, before);
    const expectStanding = async (answer: Answer) => {
      const info = control(await account.get("/info/collections"), 200);
      expectEqual(answer, "the account's current version", info.integer("X-Last-Modified-Version"), before);
      expectEqual(answer, "the version of the collection", info.json?.["storage/c"], first);
      expectEqual(answer, "the version of the other collection", info.json?.["storage/d"], before);
    };
    for (const [, request] of NOTHING) await expectStanding(control(await request(account)));
    for (const refused of [
      await account.delete("/storage/missing"),
      await account.put("/storage/c/b", { payload: "x" }, { ifUnmodified: 0 }),
      await account.put("/storage/c/b", RawBody.json({ payload: 1 })),
    ]) {
      if (refused.ok) throw new Broken(`set-up: ${refused.asked} should be refused`);
      await expectStanding(refused);
    }
    const last = versionOf(control(await account.delete("/storage"), 204));
    controlRising(before, last);
    const again = control(await account.delete("/storage"), 204);
    expectEqual(again, "the account's current version", await current(account), last);
  },

  "version.nothing.reports": async ({ account }) => {
    const collection = await seed(account, C, [{ id: "b" }]);
    const partition = await seed(account, "/storage/d", [{ id: "a" }]);
    controlRising(collection, partition);
    for (const [path, request] of NOTHING) {
      const answer = expectStatus(await request(account), 200, 204);
      const expected = path === C ? collection : partition;
      expectEqual(answer, "X-Last-Modified-Version", answer.integer("X-Last-Modified-Version"), expected);
    }
    const missing = expectStatus(await account.post("/storage/missing", []), 200);
    expectEqual(missing, "X-Last-Modified-Version", missing.integer("X-Last-Modified-Version"), 0);
  },

  "version.unwritten": needs({ fresh: true }, async ({ account }: Trial) => {
    for (const path of [
      "/info/collections",
      "/info/collection_counts",
      "/info/collection_usage",
      "/info/quota",
    ]) {
      const answer = expectStatus(await account.get(path), 200);
      expectEqual(answer, "X-Last-Modified-Version", answer.integer("X-Last-Modified-Version"), 0);
    }
    await put(account, A, { payload: "x" });
    expectThat(await account.get(A), (await current(account)) > 0, "a version after the first write", "0");
  }),

  "version.missing": async ({ account }) => {
    controlRising(await put(account, A, { payload: "x" }));
    for (const answer of [
      await account.put("/storage/c/b", { payload: "x" }, { ifUnmodified: 1 }),
      await account.post("/storage/c/b", { payload: "x" }, { ifUnmodified: 1 }),
      await account.put("/storage/missing/b", { payload: "x" }, { ifUnmodified: 1 }),
      await account.post("/storage/missing", [{ id: "a" }], { ifUnmodified: 1 }),
    ]) {
      expectStatus(answer, 412);
      expectEqual(answer, "X-Last-Modified-Version", answer.integer("X-Last-Modified-Version"), 0);
    }
    present("the record", control(await account.get(A), 200).json);
  },
} satisfies Partial<ChecksOf<"version">>;

export const version = { ...writing, ...standing, ...versionConcurrency } satisfies ChecksOf<"version">;
