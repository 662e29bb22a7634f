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
import { prepare, reads, send, sendValid } from "./support/samples.ts";

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
  "query.invalid": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const [name, values] of Object.entries(INVALID)) {
      control(
        await account.get(`/${partition}/sample`, { query: `${name}=${VALID[name as keyof typeof VALID]}` }),
        200,
      );
      for (const value of values) await expectInvalid(account, `/${partition}/sample`, `${name}=${value}`);
      expectStatus(await account.head(`/${partition}/sample`, { query: `${name}=${values[0]}` }), 422);
    }
  },

  "query.twice": async ({ account, partition }) => {
    await prepare(account, partition);
    control(
      await account.get(`/${partition}/sample`, {
        query: { limit: 1, newer: 0, sort: "newest", ids: "a", full: "" },
      }),
      200,
    );
    const first = control(await account.get(`/${partition}/sample`, { query: { limit: 1 } }), 200);
    const offset = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
    control(await account.get(`/${partition}/sample`, { query: { limit: 1, offset } }), 200);
    for (const [name, value] of Object.entries({ ...VALID, offset })) {
      const twice = `${name}=${value}&${name}=${value}`;
      await expectInvalid(account, `/${partition}/sample`, twice);
      expectStatus(await account.head(`/${partition}/sample`, { query: twice }), 422);
    }
    await expectInvalid(account, `/${partition}/sample`, "limit=1&full&limit=2");
  },

  "query.unknown.ignored": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const sample of reads(partition)) {
      const plain = await sendValid(account, sample);
      const answer = expectStatus(await send(account, sample, { query: "bogus=1&x&limits=0&bogus=2" }), 200);
      if (sample.method === "GET") expectEqual(answer, "the body", steady(answer), steady(plain));
    }
  },

  "query.ids.syntax": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.get(`/${partition}/sample`, { query: { ids: ids(100).join(",") } }), 200);
    for (const list of BAD_LISTS) {
      await expectInvalid(account, `/${partition}/sample`, `ids=${list}`);
      expectProblem(
        await account.delete(`/${partition}/sample`, { query: `ids=${list}` }),
        422,
        "invalid-request",
      );
    }
    control(await account.delete(`/${partition}/sample`, { query: { ids: ids(100).join(",") } }), 204);
  },

  "query.ids.repeats": async ({ account, partition }) => {
    await prepare(account, partition);
    const twice = expectStatus(await account.get(`/${partition}/sample`, { query: { ids: "a,b,a" } }), 200);
    expectEqual(twice, "items", (twice.json?.items as string[] | undefined)?.toSorted(), ["a", "b"]);
    const hundred = ["a", ...ids(99), ...ids(99)].join(",");
    const many = expectStatus(await account.get(`/${partition}/sample`, { query: { ids: hundred } }), 200);
    expectEqual(many, "items", many.json?.items, ["a"]);
    expectSuccess(await account.delete(`/${partition}/sample`, { query: { ids: hundred } }));
  },

  "query.collections.syntax": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.delete(`/${partition}`, { query: { collections: ids(100).join(",") } }), 204);
    for (const list of [...BAD_LISTS, "x".repeat(33), `${partition}/sample`]) {
      expectProblem(
        await account.delete(`/${partition}`, { query: `collections=${list}` }),
        422,
        "invalid-request",
      );
    }
    control(await account.get(`/${partition}/sample`), 200);
  },

  "query.collections.repeats": async ({ account, partition }: Trial) => {
    await prepare(account, partition);
    await seed(account, `/${partition}/stays`, [{ id: "a" }]);
    const hundred = ["sample", ...ids(99), ...ids(99)].join(",");
    expectSuccess(await account.delete(`/${partition}`, { query: { collections: hundred } }));
    expectStatus(await account.get(`/${partition}/sample`), 404);
    expectStatus(await account.get(`/${partition}/stays`), 200);
  },
} satisfies ChecksOf<"query">;
