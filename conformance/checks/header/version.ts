/** Checks that `X-Last-Modified-Version` is the version of the resource that a request is about. */
import { PARTITIONS, type Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { control, controlRising, expectEqual, expectThat, present, versionOf } from "../support/expect.ts";
import { currentVersion, listedVersion, put, read, seed } from "../support/fixtures.ts";
import {
  deletes,
  prepare,
  reads,
  send,
  sendValid,
  storedReads,
  versioned,
  writes,
} from "../support/sample-requests.ts";

const VERSION = "X-Last-Modified-Version";
/** The information views that carry the account's current version. */
const views = (partition: Partition) =>
  reads(partition).filter(({ path }) => path.startsWith("/info/") && path !== "/info/configuration");
const MAX = Number.MAX_SAFE_INTEGER;

function expectPresent(answer: Answer): void {
  const version = answer.integer(VERSION);
  expectThat(
    answer,
    version !== undefined && version <= MAX,
    `${VERSION}, an integer`,
    answer.header(VERSION),
  );
}

const others = (partition: Partition) => PARTITIONS.filter((name) => name !== partition);

/**
 * Gives the record, the collection, the partition and the account of the samples a version each.
 * @returns the version of each path of the samples but the configuration, read from bodies, not from header fields
 */
async function layer(account: Account, partition: Partition): Promise<Record<string, number>> {
  await put(account, `/${partition}/sample/a`, { payload: "x" });
  await put(account, `/${partition}/sample/b`, { payload: "x" });
  await put(account, `/${partition}/other/a`, { payload: "x" });
  const record = (await read(account, `/${partition}/sample/a`)).version;
  const collection = await listedVersion(account, `${partition}/sample`);
  const part = await listedVersion(account, `${partition}/other`);
  let whole = part;
  for (const other of others(partition)) {
    await put(account, `/${other}/other/a`, { payload: "x" });
    whole = await listedVersion(account, `${other}/other`);
  }
  controlRising(record, collection, part, whole);
  return {
    ...Object.fromEntries(views(partition).map(({ path }) => [path, whole])),
    [`/${partition}/sample/a`]: record,
    [`/${partition}/sample`]: collection,
    [`/${partition}`]: part,
    "/": whole,
  };
}

export const headerVersion = {
  "header.version.present": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const sample of versioned(partition)) {
      if (sample.method === "DELETE") await prepare(account, partition);
      expectPresent(await sendValid(account, sample));
    }
    await prepare(account, partition);
    for (const sample of reads(partition)) {
      expectPresent(control(await send(account, sample, { ifModified: MAX }), 304));
    }
    for (const sample of [...storedReads(partition), ...writes(partition), ...deletes(partition)]) {
      expectPresent(control(await send(account, sample, { ifUnmodified: 0 }), 412));
    }
  },

  "header.version.record": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    await put(account, `/${partition}/c/b`, { payload: "x" });
    const answer = control(await account.get(`/${partition}/c/a`), 200);
    expectEqual(answer, VERSION, answer.integer(VERSION), present("version", answer.json?.version));
  },

  "header.version.collection": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    await put(account, `/${partition}/c/b`, { payload: "x" });
    await put(account, `/${partition}/other/a`, { payload: "x" });
    const last = await listedVersion(account, `${partition}/c`);
    controlRising((await read(account, `/${partition}/c/a`)).version, last);
    for (const query of [{}, { ids: "a" }, { limit: 1 }, { older: last }, { newer: last }, { newer: MAX }]) {
      for (const sort of [{}, { sort: "newest" }, { sort: "oldest" }, { sort: "index" }]) {
        const answer = control(await account.get(`/${partition}/c`, { query: { ...query, ...sort } }), 200);
        expectEqual(answer, VERSION, answer.integer(VERSION), last);
        const offset = answer.header("X-Weave-Next-Offset");
        if (offset === undefined) continue;
        const further = { ...query, ...sort, offset };
        const page = control(await account.get(`/${partition}/c`, { query: further }), 200);
        expectEqual(page, VERSION, page.integer(VERSION), last);
      }
    }
    // No record has the version of a deletion.
    control(await account.delete(`/${partition}/c/b`), 204);
    const less = await listedVersion(account, `${partition}/c`);
    controlRising(last, less);
    const answer = control(await account.get(`/${partition}/c`), 200);
    expectEqual(answer, VERSION, answer.integer(VERSION), less);
    // Nor does the last one leave anything that has.
    const nothing = versionOf(control(await account.delete(`/${partition}/c`, { query: { ids: "a" } }), 204));
    controlRising(less, nothing);
    for (const query of [{}, { full: "" }, { newer: nothing }]) {
      const emptied = control(await account.get(`/${partition}/c`, { query }), 200);
      expectEqual(emptied, VERSION, emptied.integer(VERSION), nothing);
    }
  },

  "header.version.partition": async ({ account, partition }) => {
    const expectVersion = async (version: number) => {
      for (const query of [
        {},
        { full: "" },
        { ids: "c/a" },
        { collections: "d" },
        { limit: 1 },
        { newer: MAX },
      ]) {
        const answer = control(await account.get(`/${partition}`, { query }), 200);
        expectEqual(answer, VERSION, answer.integer(VERSION), version);
      }
    };
    await seed(account, `/${partition}/c`, [{ id: "a" }, { id: "b" }]);
    await put(account, `/${partition}/d/a`, { payload: "x" });
    // The other partition, and the account with it, go on without this one.
    const written = await currentVersion(account);
    for (const other of others(partition)) await put(account, `/${other}/c/a`, { payload: "x" });
    await expectVersion(written);
    // No record, and in the end no collection, has the version of a deletion.
    let last = written;
    for (const [path, query] of [
      [`/${partition}/c/b`, {}],
      [`/${partition}/c`, { ids: "a" }],
      [`/${partition}`, { collections: "c" }],
      [`/${partition}`, {}],
    ] as const) {
      const gone = versionOf(control(await account.delete(path, { query }), 204));
      controlRising(last, gone);
      last = gone;
      await expectVersion(gone);
    }
  },

  "header.version.info": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    await put(account, `/${partition}/other/a`, { payload: "x" });
    const last = await listedVersion(account, `${partition}/other`);
    controlRising(await listedVersion(account, `${partition}/c`), last);
    for (const sample of views(partition)) {
      const answer = await sendValid(account, sample);
      expectEqual(answer, VERSION, answer.integer(VERSION), last);
    }
    // No collection has the version of its own deletion.
    const gone = versionOf(control(await account.delete(`/${partition}/other`), 204));
    controlRising(last, gone);
    for (const sample of views(partition)) {
      const answer = await sendValid(account, sample);
      expectEqual(answer, VERSION, answer.integer(VERSION), gone);
    }
  },

  "header.version.configuration": async ({ account, partition }) => {
    const before = control(await account.get("/info/configuration"), 200);
    expectThat(before, versionOf(before) >= 1, "a version of at least 1", versionOf(before));
    for (const write of [...writes(partition), ...deletes(partition)]) {
      await prepare(account, partition);
      await sendValid(account, write);
      const after = control(await account.get("/info/configuration"), 200);
      expectEqual(after, VERSION, after.integer(VERSION), versionOf(before));
    }
  },

  "header.version.not-modified": async ({ account, partition }) => {
    const versions = await layer(account, partition);
    for (const sample of reads(partition)) {
      // That of the configuration stands in no body.
      const version = versions[sample.path] ?? versionOf(await sendValid(account, sample));
      const answer = control(await send(account, sample, { ifModified: version + 1000 }), 304);
      expectEqual(answer, VERSION, answer.integer(VERSION), version);
    }
  },

  "header.version.precondition-failed": async ({ account, partition }) => {
    const versions = await layer(account, partition);
    for (const sample of [...storedReads(partition), ...writes(partition), ...deletes(partition)]) {
      const answer = control(await send(account, sample, { ifUnmodified: 0 }), 412);
      expectEqual(answer, VERSION, answer.integer(VERSION), versions[sample.path]);
    }
  },
} satisfies Partial<ChecksOf<"header">>;
