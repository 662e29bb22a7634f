/** Checks of a collection: how it is listed, created and deleted, and which names it may have. */
import { PARTITIONS, type Partition } from "../contract/document.ts";
import { RawBody } from "../exchange/typed-bodies.ts";
import type { ChecksOf } from "../runner/define-check.ts";
import { isInReach } from "../runner/select/stages.ts";
import { deleteAt, namesOf, namings, seedAll } from "./axes/names.ts";
import { LINES } from "./list/limit.ts";
import { control, expectEqual, expectStatus, expectSuccess, expectThat } from "./support/expect.ts";
import { expectNamed, expectNamesMissing, ORDINARY_NAMES } from "./support/expect-names.ts";
import { ids, put, seed } from "./support/fixtures.ts";
import { headMirrors } from "./support/head-mirrors-get.ts";
import { withSessions } from "./support/with-sessions.ts";

export const collection = {
  "collection.get.ids": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "a" }, { id: "b", payload: "x" }, { id: "c" }]);
    const answer = expectStatus(await account.get(`/${partition}/c`), 200);
    expectEqual(answer, "items", (answer.json?.items as string[] | undefined)?.toSorted(), ["a", "b", "c"]);
  },

  "collection.get.missing": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "a" }]);
    for (const query of ["", "full=", "ids=a", "limit=1", "newer=0"]) {
      control(await account.get(`/${partition}/c`, { query }), 200);
      expectStatus(await account.get(`/${partition}/missing`, { query }), 404);
      expectStatus(await account.get(`/${partition}/missing`, { query, ifUnmodified: 1 }), 404);
    }
  },

  "collection.get.emptied": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    control(await account.delete(`/${partition}/c/a`), 204);
    const answer = expectStatus(await account.get(`/${partition}/c`), 200);
    expectEqual(answer, "items", answer.json?.items, []);
  },

  "collection.head": headMirrors((partition) => {
    const path = `/${partition}/sample`;
    const older = Number.MAX_SAFE_INTEGER;
    return [
      [path, {}],
      [path, { query: { limit: 1, full: "" } }],
      [path, { query: { ids: "a,c", newer: 0, older, sort: "newest" } }],
      [path, LINES],
      [path, { ...LINES, query: { limit: 1, full: "" } }],
      [`/${partition}/missing`, {}],
      [path, { query: { limit: 0 } }],
    ];
  }),

  "collection.post.creates": async ({ account, partition }) => {
    await seed(account, `/${partition}/before`, [{ id: "a" }]);
    control(await account.get(`/${partition}/c`), 404);
    expectStatus(await account.post(`/${partition}/c`, [{ id: "a", payload: "x" }]), 200);
    const answer = expectStatus(await account.get(`/${partition}/c`), 200);
    expectEqual(answer, "items", answer.json?.items, ["a"]);
    // One record that is stored is enough.
    const partly = RawBody.json([{ id: "a" }, { id: "b", bogus: 1 }]);
    expectStatus(await account.post(`/${partition}/partly`, partly), 200);
    const stored = expectStatus(await account.get(`/${partition}/partly`), 200);
    expectEqual(stored, "items", stored.json?.items, ["a"]);
  },

  "collection.delete.gone": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "a" }, { id: "b" }]);
    // More than one list names, and than a server may delete at a time.
    for (const part of ["x", "y", "z"]) {
      const fifty = Array.from({ length: 50 }, (_, index) => ({ id: `${part}${index}` }));
      await seed(account, `/${partition}/c`, fifty);
    }
    expectSuccess(await account.delete(`/${partition}/c`));
    expectStatus(await account.get(`/${partition}/c`), 404);
    for (const id of ["a", "b"]) expectStatus(await account.get(`/${partition}/c/${id}`), 404);
    await put(account, `/${partition}/c/new`, {});
    const again = expectStatus(await account.get(`/${partition}/c`), 200);
    expectEqual(again, "the records of the collection created again", again.json?.items, ["new"]);
  },

  "collection.delete.missing": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "a" }]);
    for (const options of [{ query: { ids: "a" } }, {}]) {
      control(await account.delete(`/${partition}/c`, options), 204);
      expectStatus(await account.delete(`/${partition}/missing`, options), 404);
    }
  },

  "collection.delete.ids": withSessions(async (context) => {
    const { account, partition } = context;
    // An underscore stands for any character in patterns of SQL, and in no id.
    const near = ["A", "aa", "b", "d", "p-q", "pxq"];
    await seed(
      account,
      `/${partition}/c`,
      ["a", "c", "p_q", ...near].map((id) => ({ id })),
    );
    await put(account, `/${partition}/other/a`, {});
    expectSuccess(await account.delete(`/${partition}/c`, { query: { ids: "a,c,p_q" } }));
    const answer = expectStatus(await account.get(`/${partition}/c`), 200);
    expectEqual(answer, "the records left", (answer.json?.items as string[] | undefined)?.toSorted(), near);
    expectStatus(await account.get(`/${partition}/other/a`), 200);
    for (const { size, moment } of namings()) {
      const { given, others } = namesOf(size);
      await seedAll(
        account,
        `/${partition}/many`,
        [...given, ...others].map((id) => ({ id })),
      );
      await deleteAt(context, moment, `/${partition}/many?ids=${given.join(",")}`);
      const left = expectStatus(await account.get(`/${partition}/many`), 200);
      const what = `the records left of ${size} named ones and others, ${moment},`;
      expectEqual(left, what, (left.json?.items as string[] | undefined)?.toSorted(), others);
    }
  }),

  "collection.delete.ids-missing": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "a" }, { id: "b" }]);
    expectSuccess(await account.delete(`/${partition}/c`, { query: { ids: "missing,a" } }));
    const answer = expectStatus(await account.get(`/${partition}/c`), 200);
    expectEqual(answer, "the records left", answer.json?.items, ["b"]);
    expectSuccess(await account.delete(`/${partition}/c`, { query: { ids: "missing,a" } }));
    expectStatus(await account.get(`/${partition}/c/b`), 200);
  },

  "collection.delete.ids-survives": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "a" }, { id: "b" }]);
    control(await account.delete(`/${partition}/c`, { query: { ids: "a,b" } }), 204);
    const answer = expectStatus(await account.get(`/${partition}/c`), 200);
    expectEqual(answer, "items", answer.json?.items, []);
  },

  "collection.name.syntax": async ({ account, partition }) => {
    await expectNamesMissing(account, partition, (name) => `/${partition}/${name}`, "x".repeat(33));
  },

  "collection.name.length": withSessions(async (context) => {
    const { account, partition } = context;
    for (const name of ["-", "_", "x".repeat(32)]) await expectNamed(context, name, "a");
    for (const name of ["x", "0", "_", "-", "A-_9".repeat(8), "9".repeat(32)]) {
      expectSuccess(await account.put(`/${partition}/${name}/a`, { payload: name }));
      const listing = expectStatus(await account.get(`/${partition}/${name}`), 200);
      expectEqual(listing, "items", listing.json?.items, ["a"]);
      const record = expectStatus(await account.get(`/${partition}/${name}/a`), 200);
      expectEqual(record, "the payload", record.json?.payload, name);
    }
  }),

  "collection.name.case": async ({ account, partition }) => {
    await put(account, `/${partition}/Case/a`, { payload: "upper" });
    expectStatus(await account.get(`/${partition}/case/a`), 404);
    await put(account, `/${partition}/case/a`, { payload: "lower" });
    const upper = expectStatus(await account.get(`/${partition}/Case/a`), 200);
    expectEqual(upper, "the payload", upper.json?.payload, "upper");
    // Side by side in one list too, and in a deletion of one of them.
    const list = ["side", "Side", "SIDE"].map((collection) => ({ collection, id: "a", payload: collection }));
    expectStatus(await account.post(`/${partition}`, list), 200);
    if (isInReach("deletePartition")) {
      expectSuccess(await account.delete(`/${partition}`, { query: { collections: "Side,missing" } }));
    }
    for (const name of ["side", "SIDE"]) {
      const left = expectStatus(await account.get(`/${partition}/${name as "side"}/a`), 200);
      expectEqual(left, "the payload", left.json?.payload, name);
    }
  },

  "collection.many": async ({ account, partition }) => {
    // The other partition has as many: what counts those of an account would find too many.
    const [other] = PARTITIONS.filter((name) => name !== partition);
    const beside = ids(100).map((collection) => ({ collection, id: "a", payload: "x" }));
    expectStatus(await account.post(`/${other as Partition}`, beside), 200);
    await put(account, `/${partition}/first/a`, { payload: "x" });
    const names = ids(99);
    const list = names.map((collection) => ({ collection, id: "a", payload: "x" }));
    const answer = expectStatus(await account.post(`/${partition}`, list), 200);
    expectEqual(answer, "the number of records stored", answer.json?.success?.length, list.length);
    const info = expectStatus(await account.get("/info/collections"), 200);
    const expected = ["first", ...names].map((name) => `${partition}/${name}`);
    const all = [...expected, ...beside.map(({ collection }) => `${other}/${collection}`)].toSorted();
    expectEqual(info, "the collections", Object.keys(info.json ?? {}).toSorted(), all);
    for (const view of ["counts", "usage"] as const) {
      const shown = expectStatus(await account.get(`/info/collection_${view}`), 200);
      expectEqual(shown, "the collections", Object.keys(shown.json ?? {}).toSorted(), all);
    }
    for (const [name, count] of [
      [partition, expected.length],
      [other as Partition, beside.length],
    ] as const) {
      const listed = expectStatus(await account.get(`/${name}`), 200);
      expectEqual(listed, "the number of records listed", listed.json?.items?.length, count);
    }
  },

  "collection.name.ordinary": withSessions(async ({ account, partition, ask, adopt }) => {
    await seed(account, `/${partition}/c`, [{ id: "a" }]);
    for (const name of ORDINARY_NAMES) {
      expectStatus(await account.get(`/${partition}/${name}`), 404);
      expectSuccess(await account.put(`/${partition}/${name}/a`, { payload: "x" }));
      const info = control(await account.get("/info/collections"), 200);
      const listed = Object.hasOwn(info.json ?? {}, `${partition}/${name}`);
      expectThat(info, listed, `/info/collections to list ${partition}/${name}`, info.json);
      const query = { collections: name };
      const named = expectStatus(await account.get(`/${partition}`, { query }), 200);
      expectEqual(named, "items", named.json?.items, [`${name}/a`]);
      expectSuccess(await account.delete(`/${partition}/${name}`));
      expectStatus(await account.get(`/${partition}/${name}`), 404);
      const list = RawBody.json([{ collection: name, id: "a" }]);
      expectStatus(await account.post(`/${partition}`, list), 200);
      expectSuccess(await account.delete(`/${partition}`, { query }));
      expectStatus(await account.get(`/${partition}/${name}`), 404);
    }
    expectStatus(await account.get(`/${partition}/c/a`), 200);
    if (!isInReach("postSessions")) return;
    // In the scope of a session, too.
    const paths = ORDINARY_NAMES.map((name) => `${partition}/${name}`);
    const session = adopt(expectStatus(await ask({ scope: paths }), 201));
    for (const path of paths)
      expectStatus(await session.request("PUT", `/${path}/a`, { payload: path }), 202);
    const committed = expectStatus(await session.commit(), 200);
    const info = control(await account.get("/info/collections"), 200);
    const left = Object.keys(info.json ?? {}).toSorted();
    expectEqual(committed, "the collections", left, [...paths, `${partition}/c`].toSorted());
  }),
} satisfies ChecksOf<"collection">;
