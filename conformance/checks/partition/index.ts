/** The checks of `partition.*`: that partitions exist, are separate, and are listed, written and deleted correctly. */
import { PARTITIONS } from "../../contract/document.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { CheckContext, ChecksOf } from "../../runner/define-check.ts";
import { deleteAt, namesOf, namings, seedAll } from "../axes/names.ts";
import {
  control,
  expectEqual,
  expectStatus,
  expectSuccess,
  expectThat,
  versionOf,
} from "../support/expect.ts";
import { put, read, seed } from "../support/fixtures.ts";
import { itemsOf } from "../support/listing-under-test.ts";
import { withSessions } from "../support/with-sessions.ts";
import { partitionGet } from "./get.ts";
import { partitionPost } from "./post.ts";

async function threeCollections({ account, partition }: CheckContext): Promise<void> {
  for (const name of ["a", "b", "c"]) {
    await seed(account, `/${partition}/${name}`, [{ id: "x" }, { id: "y" }]);
  }
}

async function expectLeft({ account, partition }: CheckContext, names: string[]): Promise<void> {
  const answer = expectStatus(await account.get("/info/collections"), 200);
  const left = Object.keys(answer.json ?? {}).toSorted();
  const expected = names.map((name) => `${partition}/${name}`);
  expectEqual(answer, "the collections left", left, expected);
}

/** An answer that only a partition which exists gives. */
async function expectExists({ account }: CheckContext, path: string): Promise<void> {
  for (const answer of [
    await account.get(path),
    await account.get(path, { query: { full: "", limit: 1 } }),
    await account.post(path, RawBody.json([])),
    await account.delete(path),
    // What `keep` names has to exist.
    await account.delete("/", { query: { keep: PARTITIONS.join(",") } }),
  ]) {
    expectThat(answer, answer.status !== 404, `${path} to exist, and not 404`, answer.status);
    expectSuccess(answer);
  }
}

const being = {
  "partition.exist": async (context) => {
    const { account, partition } = context;
    // First while the account is empty, then while only this partition is.
    await expectExists(context, `/${partition}`);
    for (const other of PARTITIONS.filter((name) => name !== partition)) {
      await put(account, `/${other}/c/a`, { payload: "x" });
      await expectExists(context, `/${partition}`);
      await read(account, `/${other}/c/a`);
    }
  },

  "partition.separate": async ({ account, partition }) => {
    const others = PARTITIONS.filter((name) => name !== partition);
    for (const name of PARTITIONS) await put(account, `/${name}/c/a`, { payload: name });
    for (const name of PARTITIONS) {
      const answer = expectStatus(await account.get(`/${name}/c/a`), 200);
      expectEqual(answer, "the payload", answer.json?.payload, name);
    }
    const info = expectStatus(await account.get("/info/collections"), 200);
    const listed = Object.keys(info.json ?? {}).toSorted();
    expectEqual(info, "the collections", listed, PARTITIONS.map((name) => `${name}/c`).toSorted());
    const expectOthers = async () => {
      for (const other of others) {
        const answer = expectStatus(await account.get(`/${other}/c/a`), 200);
        expectEqual(answer, "the payload", answer.json?.payload, other);
      }
    };
    for (const path of ["/c/a", "/c", ""]) {
      await put(account, `/${partition}/c/a`, { payload: partition });
      control(await account.delete(`/${partition}${path}`), 204);
      expectStatus(await account.get(`/${partition}/c/a`), 404);
      await expectOthers();
    }
  },
} satisfies Partial<ChecksOf<"partition">>;

const deletion = {
  "partition.delete.all": async (context) => {
    const { account, partition } = context;
    await threeCollections(context);
    await seed(account, `/${partition}/emptied`, [{ id: "x" }]);
    control(await account.delete(`/${partition}/emptied/x`), 204);
    control(await account.get(`/${partition}/a/x`), 200);
    expectSuccess(await account.delete(`/${partition}`));
    await expectLeft(context, []);
    for (const name of ["a", "b", "c", "emptied"]) {
      expectStatus(await account.get(`/${partition}/${name}`), 404);
      expectStatus(await account.get(`/${partition}/${name}/x`), 404);
    }
  },

  "partition.delete.empty": async (context) => {
    const { account, partition } = context;
    expectStatus(await account.delete(`/${partition}`), 204);
    await threeCollections(context);
    control(await account.delete(`/${partition}`), 204);
    expectStatus(await account.delete(`/${partition}`), 204);
  },

  "partition.delete.collections": withSessions(async (context) => {
    const { account, partition } = context;
    await threeCollections(context);
    const near = ["A", "ab", "a-z", "b"];
    const pattern = [...near, "a_z"].filter((name) => name !== "b");
    await seed(
      account,
      `/${partition}`,
      pattern.map((collection) => ({ collection, id: "x" })),
    );
    expectSuccess(await account.delete(`/${partition}`, { query: { collections: "a,c,a_z" } }));
    await expectLeft(context, near.toSorted());
    expectStatus(await account.get(`/${partition}/a/x`), 404);
    for (const left of near) expectStatus(await account.get(`/${partition}/${left}/x`), 200);
    for (const { size, moment } of namings([2, 60])) {
      const { given, others } = namesOf(size);
      const list = [...given, ...others].map((collection) => ({ collection, id: "x" }));
      await seedAll(account, `/${partition}`, list);
      await deleteAt(context, moment, `/${partition}?collections=${given.join(",")}`);
      await expectLeft(context, [...near, ...others].toSorted());
    }
  }),

  "partition.delete.collections-missing": async (context) => {
    const { account, partition } = context;
    await threeCollections(context);
    expectSuccess(await account.delete(`/${partition}`, { query: { collections: "missing,b" } }));
    await expectLeft(context, ["a", "c"]);
    expectSuccess(await account.delete(`/${partition}`, { query: { collections: "missing" } }));
    await expectLeft(context, ["a", "c"]);
  },

  "partition.delete.other": async (context) => {
    const { account, partition } = context;
    const others = PARTITIONS.filter((name) => name !== partition);
    const state = async (path: string) => {
      const answer = control(await account.get(path, { query: { full: "" } }), 200);
      return { version: versionOf(answer), items: itemsOf(answer)?.length };
    };
    for (const query of [{}, { collections: "a,b" }]) {
      // First the other one, so that its version is not that of the deletion.
      for (const other of others) await threeCollections({ ...context, partition: other });
      await threeCollections(context);
      const paths = others.map((other) => `/${other}`);
      const before = await Promise.all(paths.map(state));
      control(await account.get(`/${partition}/a`), 200);
      const answer = expectSuccess(await account.delete(`/${partition}`, { query }));
      control(await account.get(`/${partition}/a`), 404);
      expectEqual(answer, "the other partition", await Promise.all(paths.map(state)), before);
      for (const other of others) expectStatus(await account.get(`/${other}/a/x`), 200);
    }
  },
} satisfies Partial<ChecksOf<"partition">>;

export const partition = {
  ...being,
  ...partitionGet,
  ...partitionPost,
  ...deletion,
} satisfies ChecksOf<"partition">;
