import type { ChecksOf, Trial } from "../engine/check.ts";
import type { Account, Options } from "../exchange/account.ts";
import { RawBody } from "../exchange/typed.ts";
import {
  control,
  expectEqual,
  expectProblem,
  expectStatus,
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
  sendValid,
  WRITES,
} from "./support/samples.ts";

const MAX = Number.MAX_SAFE_INTEGER;
const MODIFIED = "X-If-Modified-Since-Version";
const UNMODIFIED = "X-If-Unmodified-Since-Version";
const MISSING = ["/storage/sample/missing", "/storage/missing", "/storage/missing/a"] as const;

/** Not 1 to 16 ASCII digits of a value up to 2^53−1. */
const MALFORMED = [
  "",
  "-1",
  "+1",
  "1.0",
  "1e3",
  "abc",
  "0x1",
  "1 2",
  '"1"',
  "9007199254740992",
  "00000000000000001",
];

/** The version of what a sample targets, on a prepared account. */
async function targetVersion(account: Account, { path }: Sample): Promise<number> {
  // A partition cannot be read yet; on an account that holds nothing else it is as new as the account.
  const readable = path === "/storage" ? "/info/collections" : path;
  return versionOf(control(await account.get(readable), 200));
}

/** Every sample must be answered 422 with these header fields, and succeed without them. */
async function expectRefused(account: Account, samples: readonly Sample[], all: Options[]): Promise<void> {
  await prepare(account);
  for (const sample of samples) {
    if (sample.method !== "DELETE") await sendValid(account, sample);
    for (const options of all) {
      const answer = await send(account, sample, options);
      if (sample.method === "HEAD") expectStatus(answer, 422);
      else expectProblem(answer, 422, "invalid-request");
    }
  }
}

/** Every sample is sent malformed in two ways, one of them in all ways. */
async function expectSyntax(account: Account, header: string): Promise<void> {
  const options = (value: string): Options => ({ headers: [[header, value]] });
  await expectRefused(account, SAMPLES, [options("abc"), options("9007199254740992")]);
  await expectRefused(account, STORAGE_READS.slice(0, 1), MALFORMED.map(options));
}

/** Sends samples with the precondition that their target is no newer than its version plus `shift`. */
async function eachUnmodified(
  account: Account,
  samples: readonly Sample[],
  shift: number,
  statuses?: number[],
) {
  for (const sample of samples) {
    await prepare(account);
    const version = await targetVersion(account, sample);
    const answer = await send(account, sample, { ifUnmodified: version + shift });
    expectStatus(answer, ...(statuses ?? sample.success));
  }
}

const modified = {
  "conditional.modified.unchanged": async ({ account }) => {
    await prepare(account);
    for (const sample of READS) {
      const version = versionOf(await sendValid(account, sample));
      expectStatus(await send(account, sample, { ifModified: version }), 304);
      expectStatus(await send(account, sample, { ifModified: version + 1000 }), 304);
    }
    const read = STORAGE_READS[0] as Sample;
    expectStatus(await send(account, read, { ifModified: MAX }), 304);
  },

  "conditional.modified.greater": async ({ account }) => {
    await prepare(account);
    for (const sample of READS) {
      const version = versionOf(await sendValid(account, sample));
      expectThat(await send(account, sample), version >= 1, "a version of at least 1", version);
      expectStatus(await send(account, sample, { ifModified: version - 1 }), 200);
    }
  },

  "conditional.modified.missing": async ({ account }) => {
    await prepare(account);
    expectStatus(await account.get("/storage/sample/a", { ifModified: MAX }), 304);
    for (const path of MISSING) {
      for (const ifModified of [0, MAX]) {
        expectStatus(await account.get(path, { ifModified }), 404);
        expectStatus(await account.head(path, { ifModified }), 404);
      }
    }
  },

  "conditional.modified.no-body": async ({ account }) => {
    await prepare(account);
    for (const path of ["/storage/sample/a", "/storage/sample", "/info/collections"]) {
      const answer = expectStatus(await account.get(path, { ifModified: MAX }), 304);
      expectThat(answer, answer.body.length === 0, "no body", `${answer.body.length} octets`);
      control(await account.get(path), 200);
    }
  },

  "conditional.modified.ignored": async ({ account }) => {
    await prepare(account);
    for (const sample of WRITES)
      expectStatus(await send(account, sample, { ifModified: MAX }), ...sample.success);
    for (const sample of DELETES) {
      await prepare(account);
      expectStatus(await send(account, sample, { ifModified: MAX }), ...sample.success);
      control(await account.get("/storage/sample/a"), 404);
    }
  },

  "conditional.modified.syntax": ({ account }) => expectSyntax(account, MODIFIED),
} satisfies Partial<ChecksOf<"conditional">>;

const unmodified = {
  "conditional.unmodified.unchanged": async ({ account }) => {
    const samples = SAMPLES.filter(({ path }) => path.startsWith("/storage"));
    await eachUnmodified(account, samples, 0);
    await eachUnmodified(account, samples, 1000);
  },

  "conditional.unmodified.read": ({ account }) => eachUnmodified(account, STORAGE_READS, -1, [412]),
  "conditional.unmodified.write": ({ account }) => eachUnmodified(account, WRITES, -1, [412]),
  "conditional.unmodified.delete": ({ account }) => eachUnmodified(account, DELETES, -1, [412]),

  "conditional.unmodified.create": async ({ account }) => {
    const first = { ifUnmodified: 0 };
    expectStatus(await account.put("/storage/c/put", { payload: "x" }, first), 201);
    expectStatus(await account.post("/storage/c/post", { payload: "x" }, first), 201);
    expectStatus(await account.post("/storage/d", [{ id: "a" }], first), 200);
    for (const path of ["/storage/c/put", "/storage/c/post", "/storage/d/a"]) {
      expectStatus(await account.get(path), 200);
    }
  },

  "conditional.unmodified.gone": async ({ account }) => {
    const version = await prepare(account);
    for (const ifUnmodified of [1, version + 1000]) {
      expectStatus(await account.put("/storage/sample/new", { payload: "x" }, { ifUnmodified }), 412);
      expectStatus(await account.post("/storage/sample/new", { payload: "x" }, { ifUnmodified }), 412);
      expectStatus(await account.post("/storage/new", [{ id: "a" }], { ifUnmodified }), 412);
    }
  },

  "conditional.unmodified.delete-missing": async ({ account }) => {
    await prepare(account);
    for (const path of MISSING) {
      for (const ifUnmodified of [0, 1, MAX]) expectStatus(await account.delete(path, { ifUnmodified }), 404);
    }
  },

  "conditional.unmodified.ignored": async ({ account }) => {
    await prepare(account);
    for (const sample of READS.filter(({ path }) => path.startsWith("/info/"))) {
      expectStatus(await send(account, sample, { ifUnmodified: 0 }), 200);
    }
  },

  "conditional.unmodified.nothing-done": async ({ account }) => {
    for (const sample of [...WRITES, ...DELETES]) {
      const version = await prepare(account);
      const before = control(await account.get("/storage/sample", { query: { full: "" } }), 200);
      const body =
        sample.body &&
        new RawBody(
          Buffer.from(sample.body.bytes)
            .toString()
            .replace(/one|two/, "other"),
        );
      expectStatus(await send(account, { ...sample, body }, { ifUnmodified: version - 1 }), 412);
      const after = expectStatus(
        await account.get("/storage/sample", { query: { full: "", newer: 0 } }),
        200,
      );
      expectEqual(after, "the records", after.json, before.json);
      expectEqual(after, "the version of the collection", versionOf(after), versionOf(before));
    }
  },

  "conditional.unmodified.syntax": ({ account }) => expectSyntax(account, UNMODIFIED),
} satisfies Partial<ChecksOf<"conditional">>;

const together = {
  "conditional.both": ({ account }) =>
    expectRefused(account, SAMPLES, [{ ifModified: 1, ifUnmodified: MAX }]),

  "conditional.twice": ({ account }: Trial) =>
    expectRefused(
      account,
      SAMPLES,
      [MODIFIED, UNMODIFIED].map((name) => ({
        headers: [
          [name, "1"],
          [name, "1"],
        ],
      })),
    ),
} satisfies Partial<ChecksOf<"conditional">>;

export const conditional = { ...modified, ...unmodified, ...together } satisfies ChecksOf<"conditional">;
