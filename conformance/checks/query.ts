import type { ChecksOf, Trial } from "../engine/check.ts";
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import {
  control,
  expectEqual,
  expectProblem,
  expectStatus,
  expectSuccess,
  present,
} from "./support/expect.ts";
import { ids, seed } from "./support/fixtures.ts";
import { prepare, READS, send, sendValid } from "./support/samples.ts";

const C = "/storage/sample";

const INVALID = {
  limit: ["0", "%201", "-1", "1.5", "1x", "0x1", "x", ""],
  newer: ["-1", "%2B1", "1_0", "1.5", "1x", "0x1", "x", ""],
  older: ["-1", "%2B1", "1_0", "1.5", "1x", "0x1", "x", ""],
  sort: ["random", "NEWEST", "", "newest,oldest"],
};
const VALID = {
  limit: "1",
  newer: "0",
  older: "9007199254740991",
  sort: "newest",
  ids: "a",
  full: "",
};

/** Names that no list may hold, and lists that are too long or too short. */
const BAD_LISTS = ["", ",", "a,", ",a", "a,,b", "a!b", "a%0A", "%20", "x".repeat(65), ids(101).join(",")];

async function expectInvalid(account: Account, path: string, query: string): Promise<void> {
  expectProblem(await account.get(path, { query }), 422, "invalid-request");
}

/** The body, items in an order of their own: without `sort` the one of a listing is the server's choice. */
function steady({ json }: Answer): unknown {
  const { items } = Object(json) as { items?: unknown };
  return Array.isArray(items) ? { ...Object(json), items: items.toSorted() } : json;
}

export const query = {
  "query.invalid": async ({ account }) => {
    await prepare(account);
    for (const [name, values] of Object.entries(INVALID)) {
      control(await account.get(C, { query: `${name}=${VALID[name as keyof typeof VALID]}` }), 200);
      for (const value of values) await expectInvalid(account, C, `${name}=${value}`);
      expectStatus(await account.head(C, { query: `${name}=${values[0]}` }), 422);
    }
  },

  "query.twice": async ({ account }) => {
    await prepare(account);
    control(await account.get(C, { query: { limit: 1, newer: 0, sort: "newest", ids: "a", full: "" } }), 200);
    const first = control(await account.get(C, { query: { limit: 1 } }), 200);
    const offset = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
    control(await account.get(C, { query: { limit: 1, offset } }), 200);
    for (const [name, value] of Object.entries({ ...VALID, offset })) {
      const twice = `${name}=${value}&${name}=${value}`;
      await expectInvalid(account, C, twice);
      expectStatus(await account.head(C, { query: twice }), 422);
    }
    await expectInvalid(account, C, "limit=1&full&limit=2");
  },

  "query.unknown.ignored": async ({ account }) => {
    await prepare(account);
    for (const sample of READS) {
      const plain = await sendValid(account, sample);
      const answer = expectStatus(await send(account, sample, { query: "bogus=1&x&limits=0&bogus=2" }), 200);
      if (sample.method === "GET") expectEqual(answer, "the body", steady(answer), steady(plain));
    }
  },

  "query.ids.syntax": async ({ account }) => {
    await prepare(account);
    control(await account.get(C, { query: { ids: ids(100).join(",") } }), 200);
    for (const list of BAD_LISTS) {
      await expectInvalid(account, C, `ids=${list}`);
      expectProblem(await account.delete(C, { query: `ids=${list}` }), 422, "invalid-request");
    }
    control(await account.delete(C, { query: { ids: ids(100).join(",") } }), 204);
  },

  "query.ids.repeats": async ({ account }) => {
    await prepare(account);
    const twice = expectStatus(await account.get(C, { query: { ids: "a,b,a" } }), 200);
    expectEqual(twice, "items", (twice.json?.items as string[] | undefined)?.toSorted(), ["a", "b"]);
    const hundred = ["a", ...ids(99), ...ids(99)].join(",");
    const many = expectStatus(await account.get(C, { query: { ids: hundred } }), 200);
    expectEqual(many, "items", many.json?.items, ["a"]);
    expectSuccess(await account.delete(C, { query: { ids: hundred } }));
  },

  "query.collections.syntax": async ({ account }) => {
    await prepare(account);
    control(await account.delete("/storage", { query: { collections: ids(100).join(",") } }), 204);
    for (const list of [...BAD_LISTS, "x".repeat(33), "storage/sample"]) {
      expectProblem(
        await account.delete("/storage", { query: `collections=${list}` }),
        422,
        "invalid-request",
      );
    }
    control(await account.get(C), 200);
  },

  "query.collections.repeats": async ({ account }: Trial) => {
    await prepare(account);
    await seed(account, "/storage/stays", [{ id: "a" }]);
    const hundred = ["sample", ...ids(99), ...ids(99)].join(",");
    expectSuccess(await account.delete("/storage", { query: { collections: hundred } }));
    expectStatus(await account.get(C), 404);
    expectStatus(await account.get("/storage/stays"), 200);
  },
} satisfies ChecksOf<"query">;
