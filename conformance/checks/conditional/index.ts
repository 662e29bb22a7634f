/** The checks of `conditional.*`: what the preconditions of a request do, and when they are refused or ignored. */
import type { CheckContext, ChecksOf } from "../../runner/define-check.ts";
import { control, expectEqual, expectStatus, expectThat, versionOf } from "../support/expect.ts";
import {
  deletes,
  prepare,
  reads,
  type Sample,
  send,
  sendValid,
  storedReads,
  versioned,
  writes,
} from "../support/sample-requests.ts";
import {
  eachAfterDeletion,
  expectRefused,
  expectSyntax,
  MAX,
  MODIFIED,
  missing,
  UNMODIFIED,
  withZeros,
} from "../support/version-conditions.ts";
import { conditionalOther } from "./other.ts";
import { conditionalUnmodified } from "./unmodified.ts";

const modified = {
  "conditional.modified.unchanged": async ({ account, partition }) => {
    // What nobody has written to is at version 0, and unchanged since then.
    for (const sample of reads(partition).filter(({ path }) => path !== "/info/configuration")) {
      const answer = await send(account, sample);
      const untouched = answer.ok && answer.integer("X-Last-Modified-Version") === 0;
      if (untouched) expectStatus(await send(account, sample, { ifModified: 0 }), 304);
    }
    await prepare(account, partition);
    for (const sample of reads(partition)) {
      const version = versionOf(await sendValid(account, sample));
      expectStatus(await send(account, sample, { ifModified: version }), 304);
      expectStatus(await send(account, sample, { ifModified: version + 1000 }), 304);
      expectStatus(await send(account, sample, withZeros(MODIFIED, version)), 304);
    }
    const read = storedReads(partition)[0] as Sample;
    // Kept in 32 bits, the second and the third would be less than any version.
    for (const ifModified of [MAX, 2 ** 31, 2 ** 32]) {
      expectStatus(await send(account, read, { ifModified }), 304);
    }
    for (const path of [`/${partition}/sample`, `/${partition}`]) {
      for (const query of ["full", "newer=0", "limit=1"]) {
        expectStatus(await account.get(path, { query, ifModified: MAX }), 304);
      }
    }
  },

  "conditional.modified.greater": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const sample of reads(partition)) {
      const valid = await sendValid(account, sample);
      const version = versionOf(valid);
      expectThat(valid, version >= 1, "a version of at least 1", version);
      for (const ifModified of [version - 1, 0]) {
        const answer = expectStatus(await send(account, sample, { ifModified }), 200);
        expectEqual(answer, "the version", versionOf(answer), version);
      }
      expectStatus(await send(account, sample, withZeros(MODIFIED, version - 1)), 200);
    }
    const unless = (ifModified: number) => ({ ifModified });
    await eachAfterDeletion(account, partition, reads(partition), unless, (answer) =>
      expectStatus(answer, 200),
    );
  },

  "conditional.modified.missing": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.get(`/${partition}/sample/a`, { ifModified: MAX }), 304);
    control(await account.delete(`/${partition}/sample/b`), 204);
    for (const path of [...missing(partition), `/${partition}/sample/b`]) {
      for (const ifModified of [0, MAX]) {
        expectStatus(await account.get(path, { ifModified }), 404);
        expectStatus(await account.head(path, { ifModified }), 404);
      }
    }
  },

  "conditional.modified.no-body": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const path of [`/${partition}/sample/a`, `/${partition}/sample`, `/${partition}`, "/info/quota"]) {
      control(await account.get(path), 200);
      const answer = expectStatus(await account.get(path, { ifModified: MAX, bare: true }), 304);
      expectThat(answer, answer.body.length === 0, "no octet after the head of the 304", answer.text);
    }
  },

  "conditional.modified.ignored": async ({ account, partition }) => {
    for (const sample of [...writes(partition), ...deletes(partition)]) {
      // With 0 the target is modified since, with the other value it is not.
      for (const ifModified of [0, MAX]) {
        const before = await prepare(account, partition);
        const answer = expectStatus(await send(account, sample, { ifModified }), ...sample.success);
        expectThat(answer, versionOf(answer) > before, `a version after ${before}`, versionOf(answer));
        if (sample.method === "DELETE") expectStatus(await account.get(`/${partition}/sample/a`), 404);
      }
    }
  },

  "conditional.modified.syntax": ({ account, partition }) => expectSyntax(account, partition, MODIFIED),
} satisfies Partial<ChecksOf<"conditional">>;

const together = {
  "conditional.both": ({ account, partition }) =>
    expectRefused(account, partition, versioned(partition), [
      { ifModified: 1, ifUnmodified: MAX },
      { ifModified: 0, ifUnmodified: 0 },
    ]),

  "conditional.twice": ({ account, partition }: CheckContext) =>
    expectRefused(
      account,
      partition,
      versioned(partition),
      [MODIFIED, UNMODIFIED].map((name) => ({
        headers: [
          [name, "1"],
          [name, "1"],
        ],
      })),
    ),
} satisfies Partial<ChecksOf<"conditional">>;

export const conditional = {
  ...modified,
  ...conditionalUnmodified,
  ...together,
  ...conditionalOther,
} satisfies ChecksOf<"conditional">;
