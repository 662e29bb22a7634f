import type { ChecksOf } from "../engine/check.ts";
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { control, controlRising, expectEqual, expectThat, present, versionOf } from "./support/expect.ts";
import { listedVersion, put, read } from "./support/fixtures.ts";
import {
  DELETES,
  prepare,
  READS,
  SAMPLES,
  STORAGE_READS,
  send,
  sendValid,
  WRITES,
} from "./support/samples.ts";

const C = "/storage/c";
const VERSION = "X-Last-Modified-Version";
/** The information views that carry the account's current version. */
const VIEWS = READS.filter(({ path }) => path.startsWith("/info/") && path !== "/info/configuration");
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

/**
 * Gives the record, the collection and the partition of the samples a version each.
 * @returns the version of each path of the samples but the configuration, read from bodies, not from header fields
 */
async function layer(account: Account): Promise<Record<string, number>> {
  await put(account, "/storage/sample/a", { payload: "x" });
  await put(account, "/storage/sample/b", { payload: "x" });
  await put(account, "/storage/other/a", { payload: "x" });
  const record = (await read(account, "/storage/sample/a")).version;
  const collection = await listedVersion(account, "storage/sample");
  const partition = await listedVersion(account, "storage/other");
  controlRising(record, collection, partition);
  return {
    ...Object.fromEntries(VIEWS.map(({ path }) => [path, partition])),
    "/storage/sample/a": record,
    "/storage/sample": collection,
    "/storage": partition,
  };
}

/** Whose version an answer carries. */
export const headerVersion = {
  "header.version.present": async ({ account }) => {
    await prepare(account);
    for (const sample of SAMPLES) {
      if (sample.method === "DELETE") await prepare(account);
      expectPresent(await sendValid(account, sample));
    }
    await prepare(account);
    for (const sample of READS) {
      expectPresent(control(await send(account, sample, { ifModified: MAX }), 304));
    }
    for (const sample of [...STORAGE_READS, ...WRITES, ...DELETES]) {
      expectPresent(control(await send(account, sample, { ifUnmodified: 0 }), 412));
    }
  },

  "header.version.record": async ({ account }) => {
    await put(account, "/storage/c/a", { payload: "x" });
    await put(account, "/storage/c/b", { payload: "x" });
    const answer = control(await account.get("/storage/c/a"), 200);
    expectEqual(answer, VERSION, answer.integer(VERSION), present("version", answer.json?.version));
  },

  "header.version.collection": async ({ account }) => {
    await put(account, "/storage/c/a", { payload: "x" });
    await put(account, "/storage/c/b", { payload: "x" });
    await put(account, "/storage/other/a", { payload: "x" });
    const last = await listedVersion(account, "storage/c");
    controlRising((await read(account, "/storage/c/a")).version, last);
    for (const query of [{}, { ids: "a" }, { limit: 1 }, { older: last }, { newer: last }, { newer: MAX }]) {
      const answer = control(await account.get(C, { query }), 200);
      expectEqual(answer, VERSION, answer.integer(VERSION), last);
    }
    // No record has the version of a deletion.
    control(await account.delete("/storage/c/b"), 204);
    const less = await listedVersion(account, "storage/c");
    controlRising(last, less);
    const answer = control(await account.get(C), 200);
    expectEqual(answer, VERSION, answer.integer(VERSION), less);
  },

  "header.version.info": async ({ account }) => {
    await put(account, "/storage/c/a", { payload: "x" });
    await put(account, "/storage/other/a", { payload: "x" });
    const last = await listedVersion(account, "storage/other");
    controlRising(await listedVersion(account, "storage/c"), last);
    for (const sample of VIEWS) {
      const answer = await sendValid(account, sample);
      expectEqual(answer, VERSION, answer.integer(VERSION), last);
    }
    // No collection has the version of its own deletion.
    const gone = versionOf(control(await account.delete("/storage/other"), 204));
    controlRising(last, gone);
    for (const sample of VIEWS) {
      const answer = await sendValid(account, sample);
      expectEqual(answer, VERSION, answer.integer(VERSION), gone);
    }
  },

  "header.version.configuration": async ({ account }) => {
    const before = control(await account.get("/info/configuration"), 200);
    expectThat(before, versionOf(before) >= 1, "a version of at least 1", versionOf(before));
    for (const write of [...WRITES, ...DELETES]) {
      await prepare(account);
      await sendValid(account, write);
      const after = control(await account.get("/info/configuration"), 200);
      expectEqual(after, VERSION, after.integer(VERSION), versionOf(before));
    }
  },

  "header.version.not-modified": async ({ account }) => {
    const versions = await layer(account);
    for (const sample of READS) {
      // That of the configuration stands in no body.
      const version = versions[sample.path] ?? versionOf(await sendValid(account, sample));
      const answer = control(await send(account, sample, { ifModified: version + 1000 }), 304);
      expectEqual(answer, VERSION, answer.integer(VERSION), version);
    }
  },

  "header.version.precondition-failed": async ({ account }) => {
    const versions = await layer(account);
    for (const sample of [...STORAGE_READS, ...WRITES, ...DELETES]) {
      const answer = control(await send(account, sample, { ifUnmodified: 0 }), 412);
      expectEqual(answer, VERSION, answer.integer(VERSION), versions[sample.path]);
    }
  },
} satisfies Partial<ChecksOf<"header">>;
