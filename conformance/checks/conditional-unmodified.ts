import type { ChecksOf } from "../engine/check.ts";
import { Inconclusive } from "../engine/outcomes.ts";
import type { Account } from "../exchange/account.ts";
import { RawBody } from "../exchange/typed.ts";
import { expectSyntax, MAX, MISSING, UNMODIFIED } from "./support/conditions.ts";
import {
  control,
  controlRising,
  expectEqual,
  expectStatus,
  expectSuccess,
  expectThat,
  versionOf,
} from "./support/expect.ts";
import {
  DELETES,
  prepare,
  READS,
  SAMPLES,
  type Sample,
  STORAGE_READS,
  send,
  WRITES,
} from "./support/samples.ts";

/** Deletions of a part, with the same targets as those of the whole. */
const PARTIAL_DELETES: Sample[] = DELETES.flatMap((sample) => {
  const query = { "/storage/sample": "?ids=a", "/storage": "?collections=sample" }[sample.path];
  return query ? [{ ...sample, path: sample.path + query }] : [];
});

/** The version of what a sample targets, on a prepared account. */
async function targetVersion(account: Account, { path }: Sample): Promise<number> {
  const [target = ""] = path.split("?", 1);
  // A partition cannot be read yet; the last write was to this one, so it is as new as the account.
  const readable = target === "/storage" ? "/info/collections" : target;
  return versionOf(control(await account.get(readable), 200));
}

/** Sends samples on a prepared account with a precondition that is made from the version of their target. */
async function eachUnmodified(
  account: Account,
  samples: readonly Sample[],
  ifUnmodified: (version: number) => number,
  statuses?: number[],
) {
  for (const sample of samples) {
    await prepare(account);
    const version = await targetVersion(account, sample);
    const answer = await send(account, sample, { ifUnmodified: ifUnmodified(version) });
    expectStatus(answer, ...(statuses ?? sample.success));
  }
}

/** Samples must be answered 412 both one version too early and with the least version. */
async function expectFailed(account: Account, samples: readonly Sample[]): Promise<void> {
  // With a first write behind, one version too early is not yet 0, which careless servers take for no version.
  await prepare(account);
  await eachUnmodified(account, samples, (version) => version - 1, [412]);
  await eachUnmodified(account, samples, () => 0, [412]);
}

export const conditionalUnmodified = {
  "conditional.unmodified.unchanged": async ({ account }) => {
    const samples = [...SAMPLES.filter(({ path }) => path.startsWith("/storage")), ...PARTIAL_DELETES];
    await eachUnmodified(account, samples, (version) => version);
    await eachUnmodified(account, samples, (version) => version + 1000);
    await eachUnmodified(account, samples, () => MAX);
  },

  "conditional.unmodified.read": ({ account }) => expectFailed(account, STORAGE_READS),
  "conditional.unmodified.write": ({ account }) => expectFailed(account, WRITES),
  "conditional.unmodified.delete": ({ account }) => expectFailed(account, [...DELETES, ...PARTIAL_DELETES]),

  "conditional.unmodified.create": async ({ account }) => {
    const first = { ifUnmodified: 0 };
    expectSuccess(await account.put("/storage/c/put", { payload: "x" }, first));
    expectSuccess(await account.post("/storage/c/post", { payload: "x" }, first));
    expectSuccess(await account.put("/storage/c/second", { payload: "x" }, first));
    expectSuccess(await account.post("/storage/e/post", { payload: "x" }, first));
    expectStatus(await account.post("/storage/d", [{ id: "a" }], first), 200);
    for (const path of ["c/put", "c/post", "c/second", "e/post", "d/a"]) {
      expectStatus(await account.get(`/storage/${path}`), 200);
    }
  },

  "conditional.unmodified.race": async ({ account }) => {
    const path = "/storage/c/a";
    // First they all want to create the record, then each wants to change the same version of it.
    for (let ifUnmodified = 0, round = 0; round < 3; round++) {
      const writers = Array.from({ length: 8 }, (_, writer) => `${round}.${writer}`);
      const answers = await Promise.all(
        writers.map((payload) => account.put(path, { payload }, { ifUnmodified })),
      );
      const after = control(await account.get(path), 200);
      const winners = writers.filter((_, writer) => answers[writer]?.ok);
      // A server may answer 409 in a race, to all of them if need be.
      if (winners.length === 0) throw new Inconclusive("none of 8 concurrent writes was performed");
      expectThat(after, winners.length === 1, "one of 8 concurrent writes to be performed", winners.length);
      expectEqual(after, "the payload of the one that was performed", after.json?.payload, winners[0]);
      ifUnmodified = versionOf(after);
    }
  },

  "conditional.unmodified.gone": async ({ account }) => {
    const seen = await prepare(account);
    const expectGone = async (record: string, collection: string, ifUnmodified: number) => {
      const body = RawBody.json({ payload: "x" });
      expectStatus(await account.put(record, body, { ifUnmodified }), 412);
      expectStatus(await account.post(record, body, { ifUnmodified }), 412);
      expectStatus(await account.post(collection, RawBody.json([{ id: "a" }]), { ifUnmodified }), 412);
    };
    for (const version of [1, seen, seen + 1000, MAX]) {
      await expectGone("/storage/sample/new", "/storage/new", version);
      await expectGone("/storage/new/a", "/storage/new", version);
    }
    // What a client has seen, and what was deleted since.
    control(await account.delete("/storage/sample/a"), 204);
    const gone = versionOf(control(await account.delete("/storage/sample"), 204));
    for (const version of [seen, gone]) await expectGone("/storage/sample/a", "/storage/sample", version);
  },

  "conditional.unmodified.delete-missing": async ({ account }) => {
    await prepare(account);
    for (const path of MISSING) {
      for (const ifUnmodified of [0, 1, MAX]) expectStatus(await account.delete(path, { ifUnmodified }), 404);
    }
    control(await account.delete("/storage/sample/a", { ifUnmodified: MAX }), 204);
    expectStatus(await account.delete("/storage/sample/a", { ifUnmodified: MAX }), 404);
  },

  "conditional.unmodified.ignored": async ({ account }) => {
    // Twice, so that 1 is less than the account's version too.
    controlRising(await prepare(account), await prepare(account));
    const storage = STORAGE_READS[0] as Sample;
    control(await send(account, storage, { ifUnmodified: 1 }), 412);
    for (const sample of READS.filter(({ path }) => path.startsWith("/info/"))) {
      for (const ifUnmodified of [0, 1, MAX])
        expectStatus(await send(account, sample, { ifUnmodified }), 200);
    }
  },

  "conditional.unmodified.nothing-done": async ({ account }) => {
    // In an order of its own, as a server may change the one that it chooses.
    const state = () => account.get("/storage/sample", { query: { full: "", sort: "oldest" } });
    for (const sample of [...WRITES, ...DELETES, ...PARTIAL_DELETES]) {
      await prepare(account);
      const before = control(await state(), 200);
      const current = versionOf(control(await account.get("/info/collections"), 200));
      const text = Buffer.from(sample.body?.bytes ?? []).toString();
      const body = sample.body && new RawBody(text.replace(/one|two/, "other"));
      expectStatus(await send(account, { ...sample, body }, { ifUnmodified: 0 }), 412);
      const after = expectStatus(await state(), 200);
      expectEqual(after, "the records", after.json, before.json);
      expectEqual(after, "the version of the collection", versionOf(after), versionOf(before));
      const info = control(await account.get("/info/collections"), 200);
      expectEqual(info, "the account's current version", versionOf(info), current);
    }
    expectStatus(await account.put("/storage/new/a", { payload: "x" }, { ifUnmodified: 1 }), 412);
    expectStatus(await account.get("/storage/new"), 404);
  },

  "conditional.unmodified.syntax": ({ account }) => expectSyntax(account, UNMODIFIED),
} satisfies Partial<ChecksOf<"conditional">>;
