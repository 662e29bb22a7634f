import type { ChecksOf, Trial } from "../engine/check.ts";
import { RawBody } from "../exchange/typed.ts";
import { control, expectEqual, expectStatus, expectThat, present } from "./support/expect.ts";
import { put, read, seed } from "./support/fixtures.ts";

const LINES = "application/newlines";

/** Lists that must be answered 422, each beside a valid twin that is taken. */
function refuses(...lists: unknown[]) {
  return async ({ account, partition }: Trial) => {
    await seed(account, `/${partition}/c`, [{ id: "valid", payload: "x" }]);
    for (const list of lists) expectStatus(await account.post(`/${partition}/c`, RawBody.json(list)), 422);
  };
}

export const batch = {
  "batch.ok": async ({ account, partition }) => {
    const list = [{ id: "a", payload: "x" }, { id: "b", sortindex: "high" }, { id: "c" }];
    const answer = expectStatus(await account.post(`/${partition}/c`, RawBody.json(list)), 200);
    const { success = [], failed = {} } = answer.json ?? {};
    expectEqual(answer, "the ids in success and failed", [...success, ...Object.keys(failed)].sort(), [
      "a",
      "b",
      "c",
    ]);
    expectEqual(answer, "the ids in failed", Object.keys(failed), ["b"]);
  },

  "batch.failed.reason": async ({ account, partition }) => {
    const list = [
      { id: "a", sortindex: "high" },
      { id: "b", bogus: 1 },
      { id: "c", ttl: 0, payload: 5 },
      { id: "d", payload: "fine" },
    ];
    const answer = expectStatus(await account.post(`/${partition}/c`, RawBody.json(list)), 200);
    const failed = present("failed", answer.json?.failed);
    expectEqual(answer, "failed.a", failed.a, ["sortindex: invalid"]);
    expectEqual(answer, "failed.b", failed.b, ["bogus: unexpected"]);
    // Whether a second fault of a record is looked for is the server's business.
    const both = ["payload: invalid", "ttl: invalid"];
    const some = (failed.c ?? []).length > 0 && failed.c?.every((fault) => both.includes(fault)) === true;
    expectThat(answer, some, `failed.c to be of ${both.join(", ")}`, failed.c);
  },

  "batch.partial": async ({ account, partition }) => {
    await put(account, `/${partition}/c/old`, { payload: "old" });
    const list = [
      { id: "a", payload: "x" },
      { id: "b", payload: "y", sortindex: 1e12 },
      { id: "old", payload: "new", ttl: 0 },
      { id: "c", payload: "z" },
    ];
    const answer = expectStatus(await account.post(`/${partition}/c`, RawBody.json(list)), 200);
    const failed = Object.keys(answer.json?.failed ?? {}).sort();
    expectEqual(answer, "the ids in failed", failed, ["b", "old"]);
    expectStatus(await account.get(`/${partition}/c/a`), 200);
    expectStatus(await account.get(`/${partition}/c/b`), 404);
    const old = expectStatus(await account.get(`/${partition}/c/old`), 200);
    expectEqual(old, "the payload of the record that failed", old.json?.payload, "old");
    const last = expectStatus(await account.get(`/${partition}/c/c`), 200);
    expectEqual(last, "the payload", last.json?.payload, "z");
  },

  "batch.not-a-list": refuses({}, { id: "a", payload: "x" }, { items: [{ id: "a" }] }, "a", 5, null),

  "batch.element": refuses(
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
  ),

  "batch.duplicate": async (trial) => {
    // Ids that differ in case are two ids.
    control(await trial.account.post(`/${trial.partition}/c`, [{ id: "a" }, { id: "A" }]), 200);
    await refuses(
      [{ id: "a", payload: "x" }, { id: "b" }, { id: "a", payload: "y" }],
      [{ id: "a" }, { id: "a" }],
      [{ id: "a", bogus: 1 }, { id: "a" }],
    )(trial);
  },

  "batch.as-post": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "old", sortindex: 5 });
    await put(account, `/${partition}/c/b`, { payload: "old", sortindex: 6 });
    expectStatus(
      await account.post(`/${partition}/c`, [
        { id: "a", payload: "new" },
        { id: "b", sortindex: null },
      ]),
      200,
    );
    const a = expectStatus(await account.get(`/${partition}/c/a`), 200);
    expectEqual(a, "the sortindex that was left out", a.json?.sortindex, 5);
    expectEqual(a, "the payload that was given", a.json?.payload, "new");
    const b = expectStatus(await account.get(`/${partition}/c/b`), 200);
    expectEqual(b, "the payload that was left out", b.json?.payload, "old");
    expectThat(b, b.json !== undefined && !("sortindex" in b.json), "sortindex to be unset by null", b.json);
  },

  "batch.refused-whole": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "valid", payload: "x" }]);
    for (const list of [
      [{ id: "new", payload: "x" }, { id: "a!b" }],
      [{ id: "new", payload: "x" }, 5],
      [{ id: "new" }, { id: "twin" }, { id: "twin" }],
      [{ id: "valid", payload: "y" }, {}],
    ]) {
      expectStatus(await account.post(`/${partition}/c`, RawBody.json(list)), 422);
      expectStatus(await account.get(`/${partition}/c/new`), 404);
      expectStatus(await account.get(`/${partition}/c/twin`), 404);
      const valid = expectStatus(await account.get(`/${partition}/c/valid`), 200);
      expectEqual(valid, "the payload from before", valid.json?.payload, "x");
    }
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
  },

  "batch.creates-nothing": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "a" }]);
    for (const list of [[], [{ id: "a", bogus: 1 }]]) {
      expectStatus(await account.post(`/${partition}/empty`, RawBody.json(list)), 200);
      expectStatus(await account.get(`/${partition}/empty`), 404);
    }
  },

  "batch.newlines.taken": async ({ account, partition }) => {
    const lines = RawBody.lines([
      { id: "a", payload: "line\nfeed \u2028\u0085 and others" },
      { id: "b", sortindex: 2 },
    ]);
    const answer = expectStatus(await account.post(`/${partition}/c`, lines), 200);
    expectEqual(answer, "success", answer.json?.success?.toSorted(), ["a", "b"]);
    const a = await read(account, `/${partition}/c/a`);
    expectEqual(answer, "the payload", a.payload, "line\nfeed \u2028\u0085 and others");
  },

  "batch.newlines.lines": async ({ account, partition }) => {
    for (const [payload, text] of [
      ["whole", '{"id":"a","payload":"whole"}\n{"id":"b","payload":"whole"}\n'],
      ["endless", '{"id":"a","payload":"endless"}\n{"id":"b","payload":"endless"}'],
      ["blank", '\n\n{"id":"a","payload":"blank"}\n\n{"id":"b","payload":"blank"}\n\n'],
    ] as const) {
      const answer = expectStatus(await account.post(`/${partition}/c`, new RawBody(text, LINES)), 200);
      expectEqual(answer, "success", answer.json?.success?.toSorted(), ["a", "b"]);
      expectEqual(answer, "the first payload", (await read(account, `/${partition}/c/a`)).payload, payload);
      expectEqual(answer, "the last payload", (await read(account, `/${partition}/c/b`)).payload, payload);
    }
  },
} satisfies ChecksOf<"batch">;
