/** Checks how a server reads percent-encoded queries and numbers, and that writes with a query are refused. */
import type { Partition } from "../../contract/document.ts";
import { PARTITIONS } from "../../contract/document.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { control, expectEqual, expectProblem, expectStatus, expectSuccess } from "../support/expect.ts";
import { expectIdle } from "../support/expect-unchanged.ts";
import { itemsOf } from "../support/listing-under-test.ts";
import { NO_UTF8, spellings } from "../support/percent-encode.ts";
import { prepare, samples, send, sendValid } from "../support/sample-requests.ts";
import { MAX } from "../support/version-conditions.ts";

/** Queries of the listings of a prepared account, each with the items that it selects, in their order. */
const LISTINGS = (partition: Partition): [path: string, query: Record<string, string>, items: string[]][] => [
  [`/${partition}/sample`, { ids: "b,a,missing", sort: "oldest" }, ["a", "b"]],
  [`/${partition}/sample`, { newer: "0", older: String(MAX), limit: "1", sort: "newest" }, ["b"]],
  [`/${partition}`, { ids: "sample/b,elsewhere/a", sort: "oldest" }, ["sample/b", "elsewhere/a"]],
  [`/${partition}`, { collections: "sample,missing", sort: "newest" }, ["sample/b", "sample/a"]],
];

/** Deletions of a part of a prepared account, each with a record that it leaves and one that it takes. */
const DELETIONS = (
  partition: Partition,
): [path: string, query: Record<string, string>, left: string, gone: string][] => [
  [`/${partition}/sample`, { ids: "a,missing" }, `/${partition}/sample/b`, `/${partition}/sample/a`],
  [`/${partition}`, { collections: "sample,missing" }, `/${partition}/elsewhere/a`, `/${partition}/sample/a`],
  [
    "/",
    { keep: `${partition}/sample/a,${partition}/elsewhere` },
    `/${partition}/sample/a`,
    `/${partition}/sample/b`,
  ],
];

/** Not 1 to 16 ASCII digits of a value up to 2^53−1; the digits of other scripts are UTF-8, percent-encoded. */
const NO_NUMBERS = [
  ...["9007199254740992", "9999999999999999", "00000000000000001", "99999999999999999999", "1e400"],
  ...[
    "1%0A",
    "%091",
    "1%20",
    "1,2",
    "%D9%A1",
    "%EF%BC%91",
    "Infinity",
    "NaN",
    "0b1",
    "1e0",
    "1.0",
    "-0",
    "%2B1",
  ],
];

export const querySpelling = {
  "query.encoded": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const [path, query, items] of LISTINGS(partition)) {
      control(await account.get(path), 200);
      for (const spelt of spellings(query)) {
        const answer = expectStatus(await account.get(path, { query: spelt }), 200);
        expectEqual(answer, "items", itemsOf(answer), items);
      }
    }
    for (const [path, query, left, gone] of DELETIONS(partition)) {
      for (const spelt of spellings(query)) {
        await prepare(account, partition);
        expectSuccess(await account.delete(path, { query: spelt }));
        expectStatus(await account.get(left), 200);
        expectStatus(await account.get(gone), 404);
      }
    }
  },

  "query.encoded.once": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.get(`/${partition}/sample`, { query: "ids=%61" }), 200);
    for (const [path, query] of [
      [`/${partition}/sample`, "ids=%2561"],
      [`/${partition}/sample`, "ids=a%252Cb"],
      [`/${partition}`, "ids=sample%252Fa"],
      [`/${partition}`, "collections=s%2561mple"],
      [`/${partition}/sample`, "limit=%2531"],
      [`/${partition}/sample`, "sort=%256Eewest"],
    ] as const) {
      expectProblem(await account.get(path, { query }), 422, "invalid-request");
    }
    // A name that is decoded once is not defined, so that it counts for nothing.
    const all = expectStatus(await account.get(`/${partition}/sample`, { query: "%256Cimit=1" }), 200);
    expectEqual(all, "items", itemsOf<string>(all)?.toSorted(), ["a", "b"]);
    const [other] = PARTITIONS.filter((name) => name !== partition);
    for (const [path, query] of [
      [`/${partition}/sample`, "ids=%2561"],
      [`/${partition}`, "collections=s%2561mple"],
      ["/", `keep=${other}%252Felsewhere`],
      [`/${partition}/sample`, "%2569ds=a"],
    ] as const) {
      expectProblem(await account.delete(path, { query }), 422, "invalid-request");
    }
    expectStatus(await account.get(`/${partition}/sample/a`), 200);
  },

  "query.encoded.utf-8": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const octets of NO_UTF8) {
      for (const [path, valid] of [
        [`/${partition}/sample`, "ids=a"],
        [`/${partition}`, "ids=sample/a"],
        [`/${partition}`, "collections=sample"],
        [`/${partition}/sample`, "limit=1"],
        [`/${partition}/sample`, "newer=0"],
        [`/${partition}`, "sort=newest"],
      ] as const) {
        control(await account.get(path, { query: valid }), 200);
        expectProblem(await account.get(path, { query: valid + octets }), 422, "invalid-request");
      }
      for (const [path, query] of [
        [`/${partition}/sample`, `ids=a${octets}`],
        [`/${partition}`, `collections=sample${octets}`],
        ["/", `keep=${partition}${octets}`],
      ] as const) {
        expectProblem(await account.delete(path, { query }), 422, "invalid-request");
      }
    }
    control(await account.delete(`/${partition}/sample`, { query: "ids=a" }), 204);
  },

  "query.number": async ({ account, partition }) => {
    await prepare(account, partition);
    const names = ["limit", "newer", "older"];
    for (const path of [`/${partition}/sample`, `/${partition}`]) {
      for (const name of names) {
        control(await account.get(path, { query: `${name}=${MAX}` }), 200);
        expectProblem(await account.get(path, { query: `${name}=${MAX + 1}` }), 422, "invalid-request");
      }
      for (const [index, text] of NO_NUMBERS.entries()) {
        for (const name of path === `/${partition}` ? [names[index % 3]] : names) {
          expectProblem(await account.get(path, { query: `${name}=${text}` }), 422, "invalid-request");
        }
      }
    }
  },

  "query.number.zeros": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const path of [`/${partition}/sample`, `/${partition}`]) {
      const [first, ...more] = itemsOf(control(await account.get(path, { query: "sort=oldest" }), 200)) ?? [];
      for (const number of ["01", "0000000000000001"]) {
        control(await account.get(path, { query: "limit=1" }), 200);
        const limited = expectStatus(await account.get(path, { query: `sort=oldest&limit=${number}` }), 200);
        expectEqual(limited, "items", itemsOf(limited), [first]);
      }
      const all = expectStatus(await account.get(path, { query: "sort=oldest&newer=0000000000000000" }), 200);
      expectEqual(all, "items", itemsOf(all), [first, ...more]);
      const none = expectStatus(await account.get(path, { query: "older=00" }), 200);
      expectEqual(none, "items", itemsOf(none), []);
    }
  },

  "query.write.unexpected": async ({ account, partition }) => {
    await prepare(account, partition);
    const writing = samples(partition).filter(({ method }) => method === "PUT" || method === "POST");
    const queries = ["batch=true&commit=true", "bogus", "full", "ids=a", "limit=1"];
    for (const sample of writing) {
      await sendValid(account, sample);
    }
    const refused = writing.flatMap((sample) =>
      queries.map(
        (query) => async () => expectProblem(await send(account, sample, { query }), 422, "invalid-request"),
      ),
    );
    await expectIdle(account, partition, refused, 422);
  },
} satisfies Partial<ChecksOf<"query">>;
