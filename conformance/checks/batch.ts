/** Checks which lists of records a server takes, and which records of them it stores, reports as failed or refuses. */
import { RawBody } from "../exchange/typed-bodies.ts";
import { type CheckContext, type ChecksOf, needs } from "../runner/define-check.ts";
import { LISTS, READY, writesOf } from "./axes/axes.ts";
import { Bench } from "./axes/bench.ts";
import { limitsOf } from "./support/announced-limits.ts";
import { control, controlShown, expectEqual, expectStatus, expectThat, present } from "./support/expect.ts";
import { ids, put, read, seed } from "./support/fixtures.ts";
import { itemsOf, ofListings } from "./support/listing-under-test.ts";
import { withSessions } from "./support/with-sessions.ts";

const LINES = "application/newlines";

/** The most records that a check stores by one list to see their versions. */
const MOST_STORED = 2000;

type Element = { id: string; [member: string]: unknown };

/** Lists that must be answered 422, each beside a valid twin that is taken. */
function refuses(...lists: unknown[]) {
  return async ({ account, partition }: CheckContext) => {
    await seed(account, `/${partition}/c`, [{ id: "valid", payload: "x" }]);
    for (const list of lists) expectStatus(await account.post(`/${partition}/c`, RawBody.json(list)), 422);
  };
}

/** The rules of all lists; those of lists to a collection alone follow. */
const anywhere = {
  "batch.ok": ofListings(async (listing) => {
    // Names that a careless server finds on every object, whether the record is stored or not.
    for (const odd of [["b"], ["__proto__", "constructor"]]) {
      const list = listing.list([
        { id: "a", payload: "x" },
        ...odd.map((id) => ({ id, sortindex: "high" })),
        { id: "toString" },
      ]);
      const answer = expectStatus(await listing.post(list), 200);
      const { success = [], failed = {} } = answer.json ?? {};
      const all = ["a", ...odd, "toString"].map((id) => listing.name(id)).toSorted();
      expectEqual(answer, "the ids in success and failed", [...success, ...Object.keys(failed)].sort(), all);
      const failing = odd.map((id) => listing.name(id)).toSorted();
      expectEqual(answer, "the ids in failed", Object.keys(failed).sort(), failing);
    }
  }),

  "batch.failed.reason": ofListings(async (listing) => {
    const list = listing.list([
      { id: "a", sortindex: "high" },
      { id: "b", bogus: 1 },
      { id: "c", ttl: 0, payload: 5 },
      { id: "d", payload: "fine" },
      { id: "e", payload: "fine", bogus: null },
      { id: "f", Payload: "fine" },
    ]);
    const answer = expectStatus(await listing.post(list), 200);
    const failed = present("failed", answer.json?.failed);
    const [a, b, c, e, f] = ["a", "b", "c", "e", "f"].map((id) => failed[listing.name(id)] ?? []);
    expectEqual(answer, "failed.a", a, ["sortindex: invalid"]);
    expectEqual(answer, "failed.b", b, ["bogus: unexpected"]);
    expectEqual(answer, "failed.e", e, ["bogus: unexpected"]);
    expectEqual(answer, "failed.f", f, ["Payload: unexpected"]);
    // Whether a second fault of a record is looked for is the server's business.
    const both = ["payload: invalid", "ttl: invalid"];
    const some = c !== undefined && c.length > 0 && c.every((fault) => both.includes(fault));
    expectThat(answer, some, `failed.c to be of ${both.join(", ")}`, c);
  }),

  "batch.not-a-list": ofListings(async (listing) => {
    const [valid] = listing.list([{ id: "a", payload: "x" }]);
    control(await listing.post([valid]), 200);
    for (const body of [{}, valid, { items: [valid] }, "a", 5, null]) {
      expectStatus(await listing.post(RawBody.json(body)), 422);
    }
  }),

  "batch.as-post": needs(
    { waits: true },
    withSessions(async (context) => {
      const bench = await Bench.perform(context, writesOf({ form: LISTS, target: READY }), { ttl: 8 });
      await bench.expectFields();
      await bench.expectEnds();
    }),
  ),

  "batch.refused-whole": ofListings(async (listing) => {
    const { account } = listing;
    await listing.store([{ id: "valid", payload: "x" }]);
    for (const [list, ...more] of [
      [[{ id: "new", payload: "x" }, { id: "a!b" }]],
      [[{ id: "new", payload: "x" }], 5],
      [[{ id: "new" }, { id: "twin" }, { id: "twin" }]],
      [[{ id: "valid", payload: "y" }], {}],
    ] as [{ id: string; payload?: string }[], ...unknown[]][]) {
      expectStatus(await listing.post([...listing.list(list), ...more]), 422);
      expectStatus(controlShown(await account.get(listing.at("new"))), 404);
      expectStatus(controlShown(await account.get(listing.at("twin"))), 404);
      expectEqual(
        expectStatus(controlShown(await account.get(listing.at("valid"))), 200),
        "the payload from before",
        (await read(account, listing.at("valid"))).payload,
        "x",
      );
    }
  }),

  "batch.creates-nothing": ofListings(async (listing) => {
    const { account, partition, whole } = listing;
    await listing.store([{ id: "a" }]);
    const invalid = { id: "a", bogus: 1 };
    for (const list of whole ? [[{ collection: "empty", ...invalid }], []] : [[], [invalid]]) {
      const path = whole ? listing.path : `/${partition}/empty`;
      expectStatus(await account.post(path, RawBody.json(list)), 200);
      expectStatus(controlShown(await account.get(`/${partition}/empty`)), 404);
    }
  }),

  "batch.newlines.taken": ofListings(async (listing) => {
    const payload = "line\nfeed \u2028\u0085 and others";
    const list: Element[] = [
      { id: "a", payload },
      { id: "b", sortindex: 2 },
    ];
    const lines = RawBody.lines(listing.list(list));
    const answer = expectStatus(await listing.post(lines), 200);
    const both = ["a", "b"].map((id) => listing.name(id));
    expectEqual(answer, "success", answer.json?.success?.toSorted(), both);
    expectEqual(answer, "the payload", (await read(listing.account, listing.at("a"))).payload, payload);
  }),

  "batch.newlines.lines": ofListings(async (listing) => {
    for (const [payload, join] of [
      ["whole", (one: string, other: string) => `${one}\n${other}\n`],
      ["endless", (one: string, other: string) => `${one}\n${other}`],
      ["blank", (one: string, other: string) => `\n\n${one}\n\n${other}\n\n`],
      ["white", (one: string, other: string) => ` \t\n${one}\n \r\n\t${other} \n  `],
      ["windows", (one: string, other: string) => `${one}\r\n\r\n${other}\r\n`],
    ] as const) {
      const ids = ["a", "b"];
      const [one, other] = listing
        .list(ids.map((id) => ({ id, payload })))
        .map((each) => JSON.stringify(each));
      const text = join(one as string, other as string);
      const answer = expectStatus(await listing.post(new RawBody(text, LINES)), 200);
      const both = ids.map((id) => listing.name(id));
      expectEqual(answer, "success", answer.json?.success?.toSorted(), both);
      for (const id of ids) {
        expectEqual(answer, "the payload", (await read(listing.account, listing.at(id))).payload, payload);
      }
    }
  }),

  "batch.newlines.empty": ofListings(async (listing) => {
    await listing.store([{ id: "a" }]);
    for (const text of ["", "\n", " \t\r\n\n "]) {
      const answer = expectStatus(await listing.post(new RawBody(text, LINES)), 200);
      expectEqual(answer, "the answer", answer.json, { success: [], failed: {} });
    }
  }),
} satisfies Partial<ChecksOf<"batch">>;

const ofCollection = {
  "batch.partial": async ({ account, partition }) => {
    await put(account, `/${partition}/c/old`, { payload: "old" });
    const list = [
      { id: "a", payload: "x" },
      { id: "b", payload: "y", sortindex: 1e12 },
      { id: "old", payload: "new", ttl: 0 },
      { id: "c", payload: "z" },
    ];
    // The second is a number to JSON, and to most languages none that has an end.
    for (const sortindex of ["1000000000000", "1e400"]) {
      const body = new RawBody(JSON.stringify(list).replace("1000000000000", sortindex));
      const answer = expectStatus(await account.post(`/${partition}/c`, body), 200);
      const failed = Object.keys(answer.json?.failed ?? {}).sort();
      expectEqual(answer, "the ids in failed", failed, ["b", "old"]);
    }
    expectStatus(await account.get(`/${partition}/c/a`), 200);
    expectStatus(await account.get(`/${partition}/c/b`), 404);
    const old = expectStatus(await account.get(`/${partition}/c/old`), 200);
    expectEqual(old, "the payload of the record that failed", old.json?.payload, "old");
    const last = expectStatus(await account.get(`/${partition}/c/c`), 200);
    expectEqual(last, "the payload", last.json?.payload, "z");
  },

  "batch.element": async (context) => {
    await refuses(
      [{ id: "a" }, 5],
      [{ id: "a" }, null],
      [{ id: "a" }, []],
      [{ id: "a" }, {}],
      [{ id: "a" }, { payload: "x" }],
      [{ id: "a" }, { id: null }],
      [{ id: "a" }, { id: 5 }],
      [{ id: "a" }, { id: "" }],
      [{ id: "a" }, { id: "a!b" }],
      [{ id: "a" }, { id: "x".repeat(65) }],
      ...["a\n", "\na", "a\t", " a", "a=", "a:b", "a/b", "a%61", "\u00e9"].map((id) => [
        { id: "valid" },
        { id },
      ]),
    )(context);
    for (const element of [null, 5, {}, [{ id: "b" }]]) {
      const lines = RawBody.lines([{ id: "a" }, element]);
      expectStatus(await context.account.post(`/${context.partition}/c`, lines), 422);
    }
  },

  "batch.duplicate": async (context) => {
    // Ids that differ in case are two ids.
    control(await context.account.post(`/${context.partition}/c`, [{ id: "a" }, { id: "A" }]), 200);
    await refuses(
      [{ id: "a", payload: "x" }, { id: "b" }, { id: "a", payload: "y" }],
      [{ id: "a" }, { id: "a" }],
      [{ id: "a", bogus: 1 }, { id: "a" }],
      [{ id: "a" }, { id: "b" }, { id: "a", ttl: 0 }],
    )(context);
    const twice = RawBody.lines([{ id: "a", payload: "x" }, { id: "b" }, { id: "a", payload: "y" }]);
    expectStatus(await context.account.post(`/${context.partition}/c`, twice), 422);
  },

  "batch.one-version": async ({ account, partition }) => {
    await put(account, `/${partition}/c/b`, { payload: "old" });
    const version = await seed(account, `/${partition}/c`, [
      { id: "a" },
      { id: "b", payload: "new" },
      { id: "c", sortindex: 1 },
    ]);
    const answer = control(await account.get(`/${partition}/c`, { query: { full: "" } }), 200);
    const versions = (answer.json?.items as { version: number }[] | undefined)?.map(
      (record) => record.version,
    );
    expectEqual(answer, "the versions of the records", versions, [version, version, version]);
    // As many as one list may hold, where that is not too many for a check.
    const { max_post_records: most } = await limitsOf(account);
    const many = await seed(
      account,
      `/${partition}/many`,
      ids(Math.min(most, MOST_STORED)).map((id) => ({ id })),
    );
    for (const query of [{ older: many }, { newer: many }]) {
      const others = control(await account.get(`/${partition}/many`, { query }), 200);
      expectEqual(others, `the records that have not the version ${many}`, itemsOf(others), []);
    }
  },
} satisfies Partial<ChecksOf<"batch">>;

export const batch = { ...anywhere, ...ofCollection } satisfies ChecksOf<"batch">;
