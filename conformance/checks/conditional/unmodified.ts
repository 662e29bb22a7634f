/** Checks which requests `X-If-Unmodified-Since-Version` refuses, and that a refused one changes nothing. */
import type { Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { Inconclusive } from "../../runner/outcomes.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { FORMS } from "../axes/axes.ts";
import { requestOf } from "../axes/requests.ts";
import {
  control,
  controlRising,
  controlShown,
  expectEqual,
  expectStatus,
  expectSuccess,
  expectThat,
  versionOf,
} from "../support/expect.ts";
import { currentVersion } from "../support/fixtures.ts";
import {
  deletes,
  prepare,
  reads,
  type Sample,
  send,
  storedReads,
  writes,
} from "../support/sample-requests.ts";
import {
  eachAfterDeletion,
  expectSyntax,
  MAX,
  missing,
  targetVersion,
  UNMODIFIED,
  withZeros,
} from "../support/version-conditions.ts";

/** Deletions of a part, with the same targets as those of the whole. */
function partialDeletes(partition: Partition): Sample[] {
  return deletes(partition).flatMap((sample) => {
    const query = {
      [`/${partition}/sample`]: "?ids=a",
      [`/${partition}`]: "?collections=sample",
      "/": `?keep=${partition}/elsewhere`,
    }[sample.path];
    return query ? [{ ...sample, path: sample.path + query }] : [];
  });
}

/** Sends samples on a prepared account with a precondition that is made from the version of their target. */
async function eachUnmodified(
  account: Account,
  partition: Partition,
  targets: readonly Sample[],
  condition: (version: number) => number | Options,
  statuses?: number[],
) {
  for (const sample of targets) {
    await prepare(account, partition);
    const version = await targetVersion(account, sample);
    const given = condition(version);
    const answer = await send(account, sample, typeof given === "number" ? { ifUnmodified: given } : given);
    expectStatus(answer, ...(statuses ?? sample.success));
  }
}

/** Samples must be answered 412 one version too early, with the least version, and after a deletion. */
async function expectFailed(
  account: Account,
  partition: Partition,
  targets: readonly Sample[],
): Promise<void> {
  // With a first write behind, one version too early is not yet 0, which careless servers take for no version.
  await prepare(account, partition);
  await eachUnmodified(account, partition, targets, (version) => version - 1, [412]);
  await eachUnmodified(account, partition, targets, () => 0, [412]);
  const early = (version: number) => withZeros(UNMODIFIED, version - 1);
  await eachUnmodified(account, partition, targets, early, [412]);
  const unless = (ifUnmodified: number) => ({ ifUnmodified });
  await eachAfterDeletion(account, partition, targets, unless, (answer) => expectStatus(answer, 412));
}

/**
 * Of eight writes at once one must be performed, and no other.
 * @param write sends that of a writer
 * @returns the writer that won
 */
async function expectOneOf(
  account: Account,
  target: string,
  write: (writer: string) => Promise<Answer>,
): Promise<string> {
  const writers = Array.from({ length: 8 }, (_, writer) => String(writer));
  const answers = await Promise.all(writers.map(write));
  const after = control(await account.get(target), 200);
  const winners = writers.filter((_, writer) => answers[writer]?.ok);
  const [winner] = winners;
  // A server may answer 409 in a race, to all of them if need be.
  if (winner === undefined) throw new Inconclusive("none of 8 concurrent writes was performed");
  const what = `one of 8 concurrent writes to ${target} to be performed`;
  expectThat(after, winners.length === 1, what, winners.length);
  return winner;
}

export const conditionalUnmodified = {
  "conditional.unmodified.unchanged": async ({ account, partition }) => {
    const targets = [
      ...storedReads(partition),
      ...writes(partition),
      ...deletes(partition),
      ...partialDeletes(partition),
    ];
    await eachUnmodified(account, partition, targets, (version) => version);
    await eachUnmodified(account, partition, targets, (version) => version + 1000);
    await eachUnmodified(account, partition, targets, () => MAX);
    // Kept in 32 bits, these would be less than any version.
    const [read, write] = [storedReads(partition).slice(0, 1), writes(partition).slice(0, 1)];
    for (const far of [2 ** 31, 2 ** 32]) {
      await eachUnmodified(account, partition, [...read, ...write], () => far);
    }
    await eachUnmodified(account, partition, targets, (version) => withZeros(UNMODIFIED, version));
  },

  "conditional.unmodified.read": ({ account, partition }) =>
    expectFailed(account, partition, storedReads(partition)),
  "conditional.unmodified.write": ({ account, partition }) =>
    expectFailed(account, partition, writes(partition)),
  "conditional.unmodified.delete": async ({ account, partition }) => {
    await expectFailed(account, partition, [...deletes(partition), ...partialDeletes(partition)]);
    // The URL of the account is the same one without the slash at its end.
    if (!isInReach("deleteAccount")) return;
    await prepare(account, partition);
    const version = await currentVersion(account);
    for (const path of ["", `?keep=${partition}/elsewhere`]) {
      for (const ifUnmodified of [version - 1, 0]) {
        expectStatus(await account.send("DELETE", path, null, { ifUnmodified }), 412);
      }
    }
  },

  "conditional.unmodified.create": async ({ account, partition }) => {
    const first = { ifUnmodified: 0 };
    expectSuccess(await account.put(`/${partition}/c/put`, { payload: "x" }, first));
    expectSuccess(await account.post(`/${partition}/c/post`, { payload: "x" }, first));
    expectSuccess(await account.put(`/${partition}/c/second`, { payload: "x" }, first));
    expectSuccess(await account.post(`/${partition}/e/post`, { payload: "x" }, first));
    expectStatus(await account.post(`/${partition}/d`, [{ id: "a" }], first), 200);
    const all = ["c/put", "c/post", "c/second", "e/post", "d/a"] as const;
    for (const path of all) expectStatus(await account.get(`/${partition}/${path}`), 200);
    // What was deleted is as missing as what never was: a record, by each way, and a collection.
    control(await account.delete(`/${partition}/c/put`), 204);
    control(await account.delete(`/${partition}/c`, { query: { ids: "post,second" } }), 204);
    control(await account.delete(`/${partition}/d`), 204);
    control(await account.delete(`/${partition}`, { query: { collections: "e" } }), 204);
    expectSuccess(await account.put(`/${partition}/c/put`, { payload: "x" }, first));
    expectSuccess(await account.post(`/${partition}/c/post`, { payload: "x" }, first));
    expectSuccess(await account.put(`/${partition}/c/second`, { payload: "x" }, first));
    expectSuccess(await account.post(`/${partition}/e/post`, { payload: "x" }, first));
    expectStatus(await account.post(`/${partition}/d`, [{ id: "a" }], first), 200);
    for (const path of all) expectStatus(await account.get(`/${partition}/${path}`), 200);
  },

  "conditional.unmodified.race": async ({ account, partition }) => {
    const collection = `/${partition}/c` as const;
    const path = `${collection}/a` as const;
    // First they all want to create the record, then each wants to change the same version of it.
    for (let ifUnmodified = 0, round = 0; round < 3; round++) {
      const winner = await expectOneOf(account, path, (payload) =>
        account.put(path, { payload: `${round}.${payload}` }, { ifUnmodified }),
      );
      const after = control(await account.get(path), 200);
      const payload = `${round}.${winner}`;
      expectEqual(after, "the payload of the one that was performed", after.json?.payload, payload);
      ifUnmodified = versionOf(after);
    }
    for (const form of FORMS.filter((form) => form !== "put")) {
      const target = form === "post" ? path : form.startsWith("partition") ? `/${partition}` : collection;
      const seen = versionOf(control(await account.get(target), 200));
      const payload = (writer: string) => `${form} ${writer}`;
      const winner = await expectOneOf(account, target, (writer) => {
        const fields = { payload: payload(writer) };
        const { method, path: to, body } = requestOf(partition, form, [{ collection: "c", id: "a", fields }]);
        return account.send(method, to, body, { ifUnmodified: seen });
      });
      const after = control(await account.get(path), 200);
      expectEqual(after, "the payload of the one that was performed", after.json?.payload, payload(winner));
    }
  },

  "conditional.unmodified.gone": async ({ account, partition }) => {
    const seen = await prepare(account, partition);
    const expectGone = async (record: string, collection: string, ifUnmodified: number) => {
      const body = RawBody.json({ payload: "x" });
      expectStatus(await account.put(record, body, { ifUnmodified }), 412);
      expectStatus(await account.post(record, body, { ifUnmodified }), 412);
      expectStatus(await account.post(collection, RawBody.json([{ id: "a" }]), { ifUnmodified }), 412);
    };
    for (const version of [1, seen, seen + 1000, MAX]) {
      await expectGone(`/${partition}/sample/new`, `/${partition}/new`, version);
      await expectGone(`/${partition}/new/a`, `/${partition}/new`, version);
    }
    // What a client has seen, and what was deleted since.
    control(await account.delete(`/${partition}/sample/a`), 204);
    const gone = versionOf(control(await account.delete(`/${partition}/sample`), 204));
    for (const version of [seen, gone])
      await expectGone(`/${partition}/sample/a`, `/${partition}/sample`, version);
  },

  "conditional.unmodified.delete-missing": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const path of missing(partition)) {
      for (const ifUnmodified of [0, 1, MAX]) expectStatus(await account.delete(path, { ifUnmodified }), 404);
    }
    control(await account.delete(`/${partition}/sample/a`, { ifUnmodified: MAX }), 204);
    expectStatus(await account.delete(`/${partition}/sample/a`, { ifUnmodified: MAX }), 404);
  },

  "conditional.unmodified.ignored": async ({ account, partition }) => {
    // Twice, so that 1 is less than the account's version too.
    controlRising(await prepare(account, partition), await prepare(account, partition));
    const stored = storedReads(partition)[0] as Sample;
    control(await send(account, stored, { ifUnmodified: 1 }), 412);
    for (const sample of reads(partition).filter(({ path }) => path.startsWith("/info/"))) {
      for (const ifUnmodified of [0, 1, MAX])
        expectStatus(await send(account, sample, { ifUnmodified }), 200);
    }
  },

  "conditional.unmodified.nothing-done": async ({ account, partition }) => {
    // In an order of its own, as a server may change the one that it chooses.
    const state = () => account.get(`/${partition}/sample`, { query: { full: "", sort: "oldest" } });
    for (const sample of [...writes(partition), ...deletes(partition), ...partialDeletes(partition)]) {
      await prepare(account, partition);
      const before = control(await state(), 200);
      const current = versionOf(control(await account.get("/info/collections"), 200));
      const text = Buffer.from(sample.body?.bytes ?? []).toString();
      const body = sample.body && new RawBody(text.replace(/one|two/, "other"));
      expectStatus(await send(account, { ...sample, body }, { ifUnmodified: 0 }), 412);
      const after = expectStatus(controlShown(await state()), 200);
      expectEqual(after, "the records", after.json, before.json);
      expectEqual(after, "the version of the collection", versionOf(after), versionOf(before));
      const info = control(await account.get("/info/collections"), 200);
      expectEqual(info, "the account's current version", versionOf(info), current);
    }
    expectStatus(await account.put(`/${partition}/new/a`, { payload: "x" }, { ifUnmodified: 1 }), 412);
    expectStatus(controlShown(await account.get(`/${partition}/new`)), 404);
  },

  "conditional.unmodified.syntax": ({ account, partition }) => expectSyntax(account, partition, UNMODIFIED),
} satisfies Partial<ChecksOf<"conditional">>;
