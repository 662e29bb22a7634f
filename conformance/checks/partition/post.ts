/** Checks that a list that goes to a partition stores each record in its collection, or is refused. */
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { CheckContext, ChecksOf } from "../../runner/define-check.ts";
import { namesOf } from "../axes/names.ts";
import {
  control,
  controlRising,
  expectEqual,
  expectStatus,
  expectThat,
  present,
  versionOf,
} from "../support/expect.ts";
import { put, read, seed } from "../support/fixtures.ts";
import { itemsOf } from "../support/listing-under-test.ts";

type Element = { collection?: unknown; id?: unknown; payload?: unknown; [member: string]: unknown };

/** Sends a list that may be malformed to the partition. */
function post({ account, partition }: CheckContext, list: unknown[]) {
  return account.post(`/${partition}` as "/{partition}", RawBody.json(list));
}

/** Lists that must be answered 422, after a valid one that is taken. */
function refuses(...lists: unknown[][]) {
  return async (context: CheckContext) => {
    control(await post(context, [{ collection: "c", id: "a" }]), 200);
    for (const list of lists) expectStatus(await post(context, list), 422);
  };
}

const VALID: Element = { collection: "c", id: "a" };

export const partitionPost = {
  "partition.post.stores": async (context) => {
    const { account, partition } = context;
    await put(account, `/${partition}/d/old`, { payload: "old" });
    const names = ["c/a", "c/b", "d/a", "d/old", "e/z", "E/a"];
    const list = names.map((name) => {
      const [collection, id] = name.split("/");
      return { collection, id, payload: name };
    });
    expectStatus(await post(context, list), 200);
    for (const name of names) {
      const answer = expectStatus(await account.get(`/${partition}/${name as "c/a"}`), 200);
      expectEqual(answer, "the payload", answer.json?.payload, name);
    }
    for (const [collection, ids] of Object.entries({ c: ["a", "b"], d: ["a", "old"], e: ["z"], E: ["a"] })) {
      const answer = expectStatus(await account.get(`/${partition}/${collection as "c"}`), 200);
      expectEqual(answer, "items", (answer.json?.items as string[] | undefined)?.toSorted(), ids);
    }
  },

  "partition.post.creates": async (context) => {
    const { account, partition } = context;
    await put(account, `/${partition}/before/a`, {});
    for (const name of ["c", "d", "failed"]) control(await account.get(`/${partition}/${name}`), 404);
    expectStatus(
      await post(context, [
        { collection: "c", id: "a" },
        { collection: "c", id: "b", bogus: 1 },
        { collection: "failed", id: "a", bogus: 1 },
        { collection: "d", id: "a", payload: "x" },
      ]),
      200,
    );
    const info = expectStatus(await account.get("/info/collections"), 200);
    const expected = ["before", "c", "d"].map((name) => `${partition}/${name}`);
    expectEqual(info, "the collections", Object.keys(info.json ?? {}).toSorted(), expected);
    for (const name of ["c", "d"]) expectStatus(await account.get(`/${partition}/${name}`), 200);
  },

  "partition.post.one-version": async (context) => {
    const { account, partition } = context;
    const first = await put(account, `/${partition}/c/a`, { payload: "old" });
    const names = ["c/a", "c/b", "d/a", "e/a"];
    const list = names.map((name) => ({ collection: name.slice(0, 1), id: name.slice(2), sortindex: 1 }));
    // Of those that exist all are raised, and not only those that are made.
    for (const name of ["d", "e"]) await put(account, `/${partition}/${name}/old`, { payload: "old" });
    const version = versionOf(control(await post(context, list), 200));
    controlRising(first, version);
    const info = control(await account.get("/info/collections"), 200);
    for (const name of ["c", "d", "e"]) {
      expectEqual(info, `the version of ${name}`, info.json?.[`${partition}/${name}`], version);
    }
    const again = versionOf(control(await post(context, list.toReversed()), 200));
    controlRising(version, again);
    for (const name of ["c", "d", "e"]) {
      const shown = control(await account.get(`/${partition}/${name as "c"}`), 200);
      expectEqual(shown, `the version of ${name}`, versionOf(shown), again);
    }
    for (const name of names) {
      const answer = control(await account.get(`/${partition}/${name as "c/a"}`), 200);
      expectEqual(answer, "the version of the record", answer.json?.version, again);
    }
    const many = namesOf(97).given.map((id, index) => ({ collection: `c${index % 3}`, id }));
    const last = await seed(account, `/${partition}`, many);
    for (const query of [{ older: last, collections: "c0,c1,c2" }, { newer: last }]) {
      const others = control(await account.get(`/${partition}`, { query }), 200);
      expectEqual(others, `the records that have not the version ${last}`, itemsOf(others), []);
    }
  },

  "partition.post.paths": async (context) => {
    const answer = expectStatus(
      await post(context, [
        { collection: "c", id: "a" },
        { collection: "d", id: "a", bogus: 1 },
        { collection: "d", id: "b" },
        { collection: "e", id: "a", sortindex: "high" },
      ]),
      200,
    );
    expectEqual(answer, "success", answer.json?.success?.toSorted(), ["c/a", "d/b"]);
    expectEqual(answer, "the names in failed", Object.keys(answer.json?.failed ?? {}).sort(), ["d/a", "e/a"]);
  },

  "partition.post.collection": refuses(
    [VALID, { id: "b" }],
    [VALID, { collection: null, id: "b" }],
    [VALID, { collection: 5, id: "b" }],
    [VALID, { collection: "", id: "b" }],
    [VALID, { collection: "a!b", id: "b" }],
    [VALID, { collection: "storage/c", id: "b" }],
    [VALID, { collection: "x".repeat(33), id: "b" }],
    [VALID, { collection: "d" }],
    [VALID, { collection: "d", id: null }],
    [VALID, { collection: "d", id: 5 }],
    [VALID, { collection: "d", id: "" }],
    [VALID, { collection: "d", id: "d/b" }],
    [VALID, { collection: "d", id: "x".repeat(65) }],
    ...["b\n", "\nb", "b\t", "b=", "b:c", "b%61"].flatMap((name) => [
      [VALID, { collection: "d", id: name }],
      [VALID, { collection: name, id: "b" }],
    ]),
    [VALID, 5],
    [VALID, null],
    [VALID, []],
    [VALID, {}],
  ),

  "partition.post.duplicate": async (context) => {
    await refuses(
      [VALID, VALID],
      [VALID, { collection: "d", id: "a" }, { ...VALID, payload: "y" }],
      [{ ...VALID, bogus: 1 }, VALID],
    )(context);
    const lines = RawBody.lines([VALID, { collection: "d", id: "a" }, VALID]);
    expectStatus(await context.account.post(`/${context.partition}` as "/{partition}", lines), 422);
  },

  "partition.post.same-id": async (context) => {
    const { account, partition } = context;
    const list = ["c", "d", "C"].map((collection) => ({ collection, id: "a", payload: collection }));
    const answer = expectStatus(await post(context, list), 200);
    expectEqual(answer, "success", answer.json?.success?.toSorted(), ["C/a", "c/a", "d/a"]);
    for (const { collection } of list) {
      const record = expectStatus(await account.get(`/${partition}/${collection as "c"}/a`), 200);
      expectEqual(record, "the payload", record.json?.payload, collection);
    }
  },

  "partition.post.partial": async (context) => {
    const { account, partition } = context;
    await put(account, `/${partition}/d/old`, { payload: "old" });
    const answer = expectStatus(
      await post(context, [
        { collection: "c", id: "a", payload: "x" },
        { collection: "d", id: "b", sortindex: 1e12 },
        { collection: "d", id: "old", payload: "new", ttl: 0 },
        { collection: "d", id: "c", payload: "z" },
      ]),
      200,
    );
    const failed = Object.keys(present("failed", answer.json?.failed)).sort();
    expectEqual(answer, "the names in failed", failed, ["d/b", "d/old"]);
    expectStatus(await account.get(`/${partition}/d/b`), 404);
    const old = await read(account, `/${partition}/d/old`);
    expectThat(answer, old.payload === "old", "the record that failed to be as it was", old);
    for (const [name, payload] of [
      ["c/a", "x"],
      ["d/c", "z"],
    ] as const) {
      const stored = expectStatus(await account.get(`/${partition}/${name}`), 200);
      expectEqual(stored, "the payload", stored.json?.payload, payload);
    }
  },
} satisfies Partial<ChecksOf<"partition">>;
