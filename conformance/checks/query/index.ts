/** The checks of `query.*`: which query parameters a listing takes, ignores or refuses. */
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import type { CheckContext, ChecksOf } from "../../runner/define-check.ts";
import {
  control,
  expectEqual,
  expectProblem,
  expectStatus,
  expectSuccess,
  present,
} from "../support/expect.ts";
import { ids, seed } from "../support/fixtures.ts";
import { itemsOf } from "../support/listing-under-test.ts";
import { percentEncode } from "../support/percent-encode.ts";
import { prepare, reads, type Sample, send, sendValid } from "../support/sample-requests.ts";
import { querySpelling } from "./spelling.ts";

/** Values of other types, and numbers beyond what 53 and 64 bits hold. */
const NO_NUMBERS = [
  "%7B%7D",
  "%5B%5D",
  "null",
  "true",
  "9007199254740992",
  "9223372036854775808",
  "9".repeat(30),
];

const INVALID = {
  limit: ["0", "%201", "-1", "1.5", "1x", "0x1", "x", "", ...NO_NUMBERS],
  newer: ["-1", "%2B1", "1_0", "1.5", "1x", "0x1", "x", "", ...NO_NUMBERS],
  older: ["-1", "%2B1", "1_0", "1.5", "1x", "0x1", "x", "", ...NO_NUMBERS],
  sort: ["random", "NEWEST", "", "newest,oldest"],
};
const VALID: Record<string, string> = {
  limit: "1",
  newer: "0",
  older: "9007199254740991",
  sort: "newest",
  ids: "a",
  full: "",
};

/** The listings of a prepared account, and what is valid for them. */
const listings = (partition: Partition) => [
  { path: `/${partition}/sample`, valid: VALID },
  { path: `/${partition}`, valid: { ...VALID, ids: "sample/a", collections: "sample" } },
];

/** Names that no list may hold, and lists that are too long or too short. */
const BAD_LISTS = [
  "",
  ",",
  "a,",
  ",a",
  "a,,b",
  "a!b",
  "a%0A",
  "a%09",
  "a=",
  "a:b",
  "a/b",
  "%20",
  "a,%20b",
  "%C3%A9",
  "x".repeat(65),
  ids(101).join(","),
];

/** The same for lists of records of a partition. */
const BAD_PATHS = [
  ...[
    "",
    ",",
    "a",
    "a/b,",
    ",a/b",
    "a/b,,a/c",
    "a/b,c",
    "/a/b",
    "a/b/",
    "a/",
    "/b",
    "a//b",
    "a/b/c",
    "a!b/c",
  ],
  ...[
    "storage/a/b",
    "a/b!c",
    "a/b%0A",
    "a/b%09",
    "a%0A/b",
    "a/b=",
    "a:b/c",
    "a/%C3%A9",
    "%20",
    `${"x".repeat(33)}/a`,
    `a/${"x".repeat(65)}`,
  ],
  ids(101)
    .map((id) => `a/${id}`)
    .join(","),
];

/** What looks like a filter to servers that read names without case, or lists by brackets. */
const LIKE_FILTERS = ["Limit=0", "IDS=b", "limit%5B%5D=0", "ids[]=b", "sort[]=x", "Newer=x"];
/** Header fields that a server might read from the query too. */
const LIKE_FIELDS = [
  "X-If-Modified-Since-Version=9007199254740991",
  "Accept=text%2Fhtml",
  "X-Weave-Client=!",
];
/** What filters a listing, and is not defined elsewhere. */
const FILTERS = ["limit=0", "ids=!", "newer=x", "sort=x", "offset=!", "full=&full="];

const isListing = ({ path }: Sample, partition: Partition) =>
  path === `/${partition}` || path === `/${partition}/sample`;

async function expectInvalid(account: Account, path: string, query: string): Promise<void> {
  expectProblem(await account.get(path, { query }), 422, "invalid-request");
}

/** The body, items in an order of their own: without `sort` the one of a listing is the server's choice. */
function steady({ json }: Answer): unknown {
  const { items } = Object(json) as { items?: unknown };
  return Array.isArray(items) ? { ...Object(json), items: items.toSorted() } : json;
}

export const query = {
  "query.invalid": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const { path, valid } of listings(partition)) {
      for (const [name, values] of Object.entries(INVALID)) {
        control(await account.get(path, { query: `${name}=${valid[name]}` }), 200);
        for (const value of values) await expectInvalid(account, path, `${name}=${value}`);
        expectStatus(await account.head(path, { query: `${name}=${values[0]}` }), 422);
      }
    }
  },

  "query.twice": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const { path, valid } of listings(partition)) {
      control(await account.get(path, { query: valid }), 200);
      const first = control(await account.get(path, { query: { limit: 1 } }), 200);
      const offset = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
      control(await account.get(path, { query: { limit: 1, offset } }), 200);
      for (const [name, value] of Object.entries({ ...valid, offset })) {
        const twice = `${name}=${value}&${name}=${value}`;
        await expectInvalid(account, path, twice);
        await expectInvalid(account, path, `${name}=${value}&${percentEncode(name, "lower")}=${value}`);
        expectStatus(await account.head(path, { query: twice }), 422);
      }
      await expectInvalid(account, path, "limit=1&full&limit=2");
    }
  },

  "query.unknown.ignored": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const sample of reads(partition)) {
      const plain = await sendValid(account, sample);
      const others = isListing(sample, partition) ? LIKE_FILTERS : [...LIKE_FILTERS, ...FILTERS];
      // A partition alone has collections to choose from.
      const more = sample.path === `/${partition}/sample` ? ["collections=!", "collections=elsewhere"] : [];
      const query = ["bogus=1", "x", "limits=0", "bogus=2", ...LIKE_FIELDS, ...others, ...more].join("&");
      const answer = expectStatus(await send(account, sample, { query }), 200);
      if (sample.method === "GET") expectEqual(answer, "the body", steady(answer), steady(plain));
    }
  },

  "query.ids.syntax": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.get(`/${partition}/sample`, { query: { ids: ids(100).join(",") } }), 200);
    for (const list of [...BAD_LISTS, `a,${"x".repeat(65)}`]) {
      await expectInvalid(account, `/${partition}/sample`, `ids=${list}`);
      expectProblem(
        await account.delete(`/${partition}/sample`, { query: `ids=${list}` }),
        422,
        "invalid-request",
      );
    }
    // Without a value at all it names nothing, and must not mean that there is no filter.
    expectProblem(await account.delete(`/${partition}/sample`, { query: "ids" }), 422, "invalid-request");
    await expectInvalid(account, `/${partition}/sample`, "ids");
    control(await account.delete(`/${partition}/sample`, { query: { ids: ids(100).join(",") } }), 204);
  },

  "query.ids.paths": async ({ account, partition }) => {
    await prepare(account, partition);
    const hundred = ids(99).map((id) => `sample/${id}`);
    const query = { ids: ["sample/a", ...hundred].join(",") };
    const most = expectStatus(await account.get(`/${partition}`, { query }), 200);
    expectEqual(most, "items", most.json?.items, ["sample/a"]);
    for (const list of BAD_PATHS) await expectInvalid(account, `/${partition}`, `ids=${list}`);
  },

  "query.ids.repeats": async ({ account, partition }) => {
    await prepare(account, partition);
    const twice = expectStatus(await account.get(`/${partition}/sample`, { query: { ids: "a,b,a" } }), 200);
    expectEqual(twice, "items", (twice.json?.items as string[] | undefined)?.toSorted(), ["a", "b"]);
    const hundred = ["a", ...ids(99), ...ids(99)].join(",");
    const many = expectStatus(await account.get(`/${partition}/sample`, { query: { ids: hundred } }), 200);
    expectEqual(many, "items", many.json?.items, ["a"]);
    const paths = hundred.split(",").map((id) => `sample/${id}`);
    const whole = expectStatus(await account.get(`/${partition}`, { query: { ids: paths.join(",") } }), 200);
    expectEqual(whole, "items", whole.json?.items, ["sample/a"]);
    expectSuccess(await account.delete(`/${partition}/sample`, { query: { ids: hundred } }));
  },

  "query.collections.syntax": async ({ account, partition }) => {
    await prepare(account, partition);
    const most = { collections: ids(100).join(",") };
    control(await account.delete(`/${partition}`, { query: most }), 204);
    control(await account.get(`/${partition}`, { query: most }), 200);
    const long = "x".repeat(33);
    for (const list of [...BAD_LISTS, long, `sample,${long}`, `${partition}/sample`]) {
      const query = `collections=${list}`;
      expectProblem(await account.delete(`/${partition}`, { query }), 422, "invalid-request");
      await expectInvalid(account, `/${partition}`, query);
    }
    expectProblem(await account.delete(`/${partition}`, { query: "collections" }), 422, "invalid-request");
    await expectInvalid(account, `/${partition}`, "collections");
    control(await account.get(`/${partition}/sample`), 200);
  },

  "query.collections.repeats": async ({ account, partition }: CheckContext) => {
    await prepare(account, partition);
    await seed(account, `/${partition}/stays`, [{ id: "a" }]);
    const hundred = ["sample", ...ids(99), ...ids(99)].join(",");
    const query = { collections: hundred };
    const listed = expectStatus(await account.get(`/${partition}`, { query }), 200);
    expectEqual(listed, "items", itemsOf<string>(listed)?.toSorted(), ["sample/a", "sample/b"]);
    expectSuccess(await account.delete(`/${partition}`, { query }));
    expectStatus(await account.get(`/${partition}/sample`), 404);
    expectStatus(await account.get(`/${partition}/stays`), 200);
  },

  ...querySpelling,
} satisfies ChecksOf<"query">;
