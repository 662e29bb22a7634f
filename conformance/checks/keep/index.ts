/** The checks of `keep.*`: what a DELETE of `/` spares, and what it still deletes. */
import { PARTITIONS } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { type Moment, moments } from "../axes/axes.ts";
import { deleteAt, namesOf, seedAll } from "../axes/names.ts";
import { deleteExcept } from "../support/delete-except.ts";
import { control, controlRising, expectEqual, expectSuccess } from "../support/expect.ts";
import { currentVersion, read, seed } from "../support/fixtures.ts";
import { recordsOf } from "../support/listing-under-test.ts";
import { withSessions } from "../support/with-sessions.ts";
import { keepRefused } from "./refused.ts";

/** Records whose names begin alike, or look like numbers, and an emptied collection; the same in both partitions. */
async function furnish(account: Account): Promise<void> {
  for (const partition of PARTITIONS) {
    await seed(account, `/${partition}/c`, [
      { id: "a", payload: "x" },
      { id: "aa" },
      { id: "b" },
      { id: "a_" },
    ]);
    await seed(account, `/${partition}`, [
      { collection: "c_", id: "A" },
      { collection: "C", id: "a" },
      { collection: "cc", id: "a" },
      { collection: "cc", id: "b" },
      { collection: "emptied", id: "a" },
      { collection: "007", id: "1e3" },
    ]);
    control(await account.delete(`/${partition}/emptied/a`), 204);
  }
}

/** The records and collections that there are, by their full paths; a collection stands for nothing but itself. */
async function holdings(account: Account): Promise<Record<string, unknown>> {
  const held: Record<string, unknown> = {};
  const info = control(await account.get("/info/collections"), 200);
  for (const path of Object.keys(info.json ?? {})) held[path] = "a collection";
  for (const partition of PARTITIONS) {
    const answer = control(await account.get(`/${partition}`, { query: { full: "" } }), 200);
    for (const record of recordsOf(answer)) held[`${partition}/${record.collection}/${record.id}`] = record;
  }
  return held;
}

/**
 * What stays must be as it was, at once and committed. What else is left is the business of another rule.
 * @param named what `keep` names, each time
 */
function keeps(named: string[][], ...stays: string[]) {
  return withSessions(async (context) => {
    const { account, partition } = context;
    const [first = [], ...more] = named;
    const turns = [
      ...moments().map((moment) => ({ names: first, moment })),
      // In turn, as each costs as much as all of them.
      ...more.map((names, index) => ({ names, moment: moments()[index % moments().length] as Moment })),
    ];
    for (const { names, moment } of turns) {
      await furnish(account);
      const before = await holdings(account);
      const paths = names.map((name) => partition + name);
      const answer = await deleteAt(context, moment, `/?keep=${paths.join(",")}`, [...PARTITIONS]);
      const after = await holdings(account);
      for (const path of stays.map((name) => partition + name)) {
        expectEqual(answer, `${path}, ${moment},`, after[path], before[path]);
      }
      if (Object.keys(after).length >= Object.keys(before).length)
        throw new Broken("set-up: a DELETE of / with keep should delete what is not kept");
    }
  });
}

/** The same of sixty names. */
function keepsMany(named: (name: string) => string, stays: (name: string) => string[]) {
  return withSessions(async (context) => {
    const { account, partition } = context;
    const { given, others } = namesOf(60);
    for (const moment of moments()) {
      const list = [...given, ...others].map((collection) => ({ collection, id: "x", payload: collection }));
      await seedAll(account, `/${partition}`, list);
      const before = await holdings(account);
      const keep = given.map((name) => partition + named(name)).join(",");
      const answer = await deleteAt(context, moment, `/?keep=${keep}`, [...PARTITIONS]);
      const after = await holdings(account);
      for (const path of given.flatMap(stays).map((name) => partition + name)) {
        expectEqual(answer, `${path}, of 60 that are kept, ${moment},`, after[path], before[path]);
      }
    }
  });
}

const keeping = {
  "keep.partition": async (context) => {
    await keeps(
      [[""], ["", "/c/a"]],
      "/c",
      "/c/a",
      "/c/aa",
      "/c/b",
      "/cc",
      "/cc/a",
      "/cc/b",
      "/emptied",
    )(context);
    // Beside what the other partition keeps: a part of it, or all.
    const { account, partition } = context;
    const [other = ""] = PARTITIONS.filter((name) => name !== partition);
    for (const kept of [`${other}/c/a`, other]) {
      await furnish(account);
      const before = await holdings(account);
      const answer = expectSuccess(await account.delete("/", { query: `keep=${partition},${kept}` }));
      const after = await holdings(account);
      const stays = (path: string) => [partition, kept].some((name) => `${path}/`.startsWith(`${name}/`));
      for (const path of Object.keys(before).filter(stays)) {
        expectEqual(answer, path, after[path], before[path]);
      }
    }
  },

  "keep.collection": async (context) => {
    await keeps(
      [["/c"], ["/cc/b", "/c"], ["/c", "/c/b", "/emptied"]],
      "/c",
      "/c/a",
      "/c/aa",
      "/c/b",
    )(context);
    await keeps([["/emptied"], ["/emptied", "/c/a"]], "/emptied")(context);
    await keeps([["/007"]], "/007", "/007/1e3")(context);
    await keepsMany(
      (name) => `/${name}`,
      (name) => [`/${name}`, `/${name}/x`],
    )(context);
  },
  "keep.record": async (context) => {
    await keeps([["/007/1e3"]], "/007", "/007/1e3")(context);
    await keeps(
      [["/c/a"], ["/c/a", "/cc/b"], ["/cc", "/c/b", "/c/a"], ["/c/a", "/emptied"]],
      "/c",
      "/c/a",
    )(context);
    await keeps([["/cc/b", "/emptied", "/c/aa"]], "/c", "/c/aa", "/cc", "/cc/b", "/emptied")(context);
    await keepsMany(
      (name) => `/${name}/x`,
      (name) => [`/${name}`, `/${name}/x`],
    )(context);
  },

  "keep.others": withSessions(async (context) => {
    const { account, partition } = context;
    for (const [named, left] of [
      [["/c/a"], ["/c", "/c/a"]],
      [["/c"], ["/c", "/c/a", "/c/a_", "/c/aa", "/c/b"]],
      // What stands for any character in a pattern, or differs in case alone, is another name.
      [["/c/a_"], ["/c", "/c/a_"]],
      [["/c_"], ["/c_", "/c_/A"]],
      [
        ["/cc/b", "/c/a", "/emptied"],
        ["/c", "/c/a", "/cc", "/cc/b", "/emptied"],
      ],
      [
        ["/c", "/c/a", "/c"],
        ["/c", "/c/a", "/c/a_", "/c/aa", "/c/b"],
      ],
    ] as [string[], string[]][]) {
      for (const moment of moments()) {
        await furnish(account);
        const paths = named.map((name) => partition + name);
        const answer = await deleteAt(context, moment, `/?keep=${paths.join(",")}`, [...PARTITIONS]);
        const expected = left.map((name) => partition + name);
        const what = `what is left, ${moment},`;
        expectEqual(answer, what, Object.keys(await holdings(account)).toSorted(), expected);
      }
    }
    await furnish(account);
    const answer = expectSuccess(await deleteExcept(account, partition));
    const foreign = Object.keys(await holdings(account)).filter((path) => !path.startsWith(partition));
    expectEqual(answer, "what is left of the other partition", foreign, []);
  }),

  "keep.version": async ({ account, partition }) => {
    await furnish(account);
    const before = control(await account.get("/info/collections"), 200).json ?? {};
    const record = (await read(account, `/${partition}/cc/a`)).version;
    controlRising(record, await currentVersion(account));
    const answer = expectSuccess(await deleteExcept(account, `${partition}/c`, `${partition}/cc/a`));
    controlRising(before[`${partition}/emptied`] ?? 0, await currentVersion(account));
    const after = control(await account.get("/info/collections"), 200);
    const name = `${partition}/c`;
    expectEqual(answer, "the version of the collection that is kept", after.json?.[name], before[name]);
    const left = control(await account.get(`/${partition}/cc/a`), 200);
    expectEqual(left, "the version of the record that is kept", left.json?.version, record);
    const [whole] = recordsOf(control(await account.get(`/${partition}/c`, { query: { full: "" } }), 200));
    expectEqual(answer, "the version of a record in it", whole?.version, before[name]);
    // Nor does a collection lose anything of which every record is kept by its name.
    await furnish(account);
    const held = control(await account.get("/info/collections"), 200).json?.[name];
    const each = ["a", "aa", "b", "a_"].map((id) => `${name}/${id}`);
    const named = expectSuccess(await deleteExcept(account, ...each));
    controlRising(held ?? 0, await currentVersion(account));
    const rest = control(await account.get("/info/collections"), 200).json?.[name];
    expectEqual(named, "the version of the collection of which all is kept", rest, held);
  },
} satisfies Partial<ChecksOf<"keep">>;

export const keep = { ...keeping, ...keepRefused } satisfies ChecksOf<"keep">;
