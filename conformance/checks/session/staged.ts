/** Checks which writes a session stages, and that it answers them 202. */
import { PARTITIONS } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { contentsOf, expectSame } from "../support/account-contents.ts";
import { control, expectEqual, expectStatus, present } from "../support/expect.ts";
import { read } from "../support/fixtures.ts";
import { itemsOf } from "../support/listing-under-test.ts";
import { percentEncode } from "../support/percent-encode.ts";
import { deletes, prepare, sendValid, writes } from "../support/sample-requests.ts";
import { otherThan, type SessionCheckContext, withSessions } from "../support/with-sessions.ts";
import { stagedState } from "./staged-state.ts";

/** A list with a record that is valid, one that is not, and one that is new. */
const LIST = [{ id: "a", payload: "staged" }, { id: "b", sortindex: "high" }, { id: "new" }];

/** Every id of a list must stand in one part of the answer, and in the right one. */
function expectSorted(answer: Answer, success: string[], failed: string[]): void {
  expectStatus(answer, 202);
  const parts = Object(answer.json) as { success?: unknown; failed?: unknown };
  const stored = Array.isArray(parts.success) ? parts.success.toSorted() : parts.success;
  expectEqual(answer, "success", stored, success.toSorted());
  expectEqual(answer, "the ids in failed", Object.keys(Object(parts.failed)).sort(), failed.toSorted());
}

/** The full paths of all records, in order. */
async function namesIn(account: Account): Promise<string[]> {
  const names: string[] = [];
  for (const name of PARTITIONS) {
    const items = present("items", itemsOf(control(await account.get(`/${name}`), 200)));
    names.push(...items.map((item) => `${name}/${item}`));
  }
  return names.toSorted();
}

/** A collection is within its scope however its name is spelt in a path or a query. */
async function expectEncodedAccepted({
  account,
  partition,
  begin,
}: Pick<SessionCheckContext, "account" | "partition" | "begin">) {
  await prepare(account, partition);
  const session = await begin({ scope: [`${partition}/sample`] });
  const left: string[] = [];
  for (const [index, name] of ["s%61mple", percentEncode("sample", "upper")].entries()) {
    const collection = `/${partition}/${name}`;
    for (const [method, path, body] of [
      ["DELETE", `${collection}/a`, undefined],
      ["DELETE", `${collection}?ids=%62`, undefined],
      ["DELETE", `/${partition}?collections=${name}`, undefined],
      ["DELETE", collection, undefined],
      ["PUT", `${collection}/${index}%70ut`, { payload: "x" }],
      ["POST", `${collection}/${index}%70ost`, {}],
      ["POST", collection, [{ id: `${index}list` }]],
      ["POST", collection, RawBody.lines([{ id: `${index}lines` }])],
    ] satisfies [string, string, unknown][]) {
      expectStatus(await session.request(method, path, body), 202);
    }
    expectStatus(await session.request("GET", `${collection}/%61`), 200);
    left.splice(0, left.length, ...["lines", "list", "post", "put"].map((id) => `${index}${id}`));
  }
  const committed = expectStatus(await session.commit(), 200);
  const listing = control(await account.get(`/${partition}/sample`), 200);
  expectEqual(committed, "the records left", itemsOf<string>(listing)?.toSorted(), left);
}

const accepting = {
  "session.staged.accepted": withSessions(async ({ account, partition, begin }) => {
    const single = [...writes(partition).filter(({ method, path }) => method === "PUT" || /a$/.test(path))];
    const deletions = deletes(partition).filter(({ operation }) => operation !== "deleteAccount");
    for (const each of [...single, ...deletions]) {
      await prepare(account, partition);
      await sendValid(account, each);
    }
    await prepare(account, partition);
    const { version } = await read(account, `/${partition}/sample/a`);
    const session = await begin();
    const collection = `/${partition}/sample`;
    for (const each of [...single, ...deletions, ...single]) expectStatus(await session.send(each), 202);
    for (const path of [`${collection}?ids=a,b`, `/${partition}?collections=elsewhere`]) {
      expectStatus(await session.request("DELETE", path), 202);
    }
    for (const path of [`${collection}/new`, `/${partition}/new/a`]) {
      expectStatus(await session.request("PUT", path, { payload: "x" }), 202);
      expectStatus(await session.request("POST", path, { sortindex: 1 }), 202);
    }
    // It touches nothing but the partition of the session.
    expectStatus(await session.request("DELETE", `/?keep=${otherThan(partition)}`), 202);
    const conditional = { ifUnmodified: version };
    expectStatus(await session.request("PUT", `${collection}/a`, { payload: "x" }, conditional), 202);
    await session.drop();
    // Collections are as good a scope as a partition for what touches no more than them.
    const scope = [`${partition}/sample`, `${partition}/elsewhere`, otherThan(partition)];
    const narrow = await begin({ scope });
    const list = ["sample", "elsewhere"].map((name) => ({ collection: name, id: "new" }));
    for (const [method, path, body] of [
      ["POST", `/${partition}`, list],
      ["POST", `/${partition}`, list.slice(1)],
      ["DELETE", `/${partition}?collections=sample,elsewhere`, undefined],
      ["DELETE", `/${partition}?collections=elsewhere`, undefined],
      ["DELETE", `/?keep=${partition}`, undefined],
      ["DELETE", `/${otherThan(partition)}`, undefined],
    ] satisfies [string, string, unknown][]) {
      expectStatus(await narrow.request(method, path, body), 202);
    }
    await narrow.drop();
    await expectEncodedAccepted({ account, partition, begin });
    // As many as a scope may have, the last as well.
    const many = Array.from({ length: 100 }, (_, index) => `${partition}/m${index}`);
    const wide = await begin({ scope: many });
    for (const name of ["m0", "m99"]) {
      expectStatus(await wide.request("PUT", `/${partition}/${name}/a`, { payload: "x" }), 202);
    }
  }),

  "session.staged.list": withSessions(async ({ account, partition, begin }) => {
    const inPartition = LIST.map((record) => ({ collection: "sample", ...record }));
    await prepare(account, partition);
    control(await account.post(`/${partition}/sample`, RawBody.json(LIST)), 200);
    control(await account.post(`/${partition}`, RawBody.json(inPartition)), 200);
    const session = await begin();
    const list = await session.request("POST", `/${partition}/sample`, LIST);
    expectSorted(list, ["a", "new"], ["b"]);
    const lines = await session.request("POST", `/${partition}/missing`, RawBody.lines([{ id: "a" }]));
    expectSorted(lines, ["a"], []);
    const across = await session.request("POST", `/${partition}`, [
      ...inPartition,
      { collection: "new", id: "a" },
    ]);
    expectSorted(across, ["sample/a", "sample/new", "new/a"], ["sample/b"]);
    expectSorted(await session.request("POST", `/${partition}/sample`, []), [], []);
    await session.drop();
    // What is not stored leaves no scope.
    const narrow = await begin({ scope: [`${partition}/mine`] });
    const [, failing = { id: "b" }] = LIST;
    const path = `/${partition}/sample`;
    expectSorted(await narrow.request("POST", path, []), [], []);
    expectSorted(await narrow.request("POST", path, [failing]), [], ["b"]);
    const crossing = [
      { collection: "mine", id: "a" },
      { collection: "sample", ...failing },
    ];
    expectSorted(await narrow.request("POST", `/${partition}`, crossing), ["mine/a"], ["sample/b"]);
  }),

  "session.staged.missing": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    const missing = [`/${partition}/sample/missing`, `/${partition}/missing`, `/${partition}/missing/a`];
    for (const path of missing) control(await account.delete(path), 404);
    const session = await begin();
    for (const path of missing) {
      expectStatus(await session.request("DELETE", path), 202);
      for (const ifUnmodified of [0, 5, Number.MAX_SAFE_INTEGER]) {
        expectStatus(await session.request("DELETE", path, undefined, { ifUnmodified }), 202);
      }
    }
    // What was staged does not exist yet either.
    await session.stage("PUT", `/${partition}/missing/a`, { payload: "x" });
    for (const path of missing.slice(1)) expectStatus(await session.request("DELETE", path), 202);
  }),

  "session.staged.wipe": withSessions(async ({ account, partition, begin }) => {
    for (const [target, left] of [
      ["/", []],
      [`/?keep=${partition}/sample/a`, [`${partition}/sample/a`]],
      // The URL of the account is the same one without the slash at its end.
      [`?keep=${otherThan(partition)}`, [`${otherThan(partition)}/elsewhere/a`]],
    ] satisfies [string, string[]][]) {
      await prepare(account, partition);
      control(await account.delete(target), 204);
      await prepare(account, partition);
      const before = await contentsOf(account);
      const session = await begin({ scope: [...PARTITIONS] });
      const staged = expectStatus(await session.request("DELETE", target), 202);
      expectSame(staged, await contentsOf(account), before);
      const committed = control(await session.commit(), 200);
      expectEqual(committed, "the records left", await namesIn(account), left);
    }
  }),

  "session.staged.keep": withSessions(async ({ account, partition, begin }) => {
    const path = (name: string) => `${partition}/${name}`;
    await prepare(account, partition);
    control(await account.delete(`/?keep=${path("sample/missing")}`), 404);
    for (const [keep, left] of [
      [[path("missing")], []],
      [[path("sample/missing"), path("missing/a"), path("sample/b")], [path("sample/b")]],
      [[path("sample/missing")], []],
      [[path("new/a"), path("late")], [path("new/a")]],
      [[path("missing"), otherThan(partition)], [`${otherThan(partition)}/elsewhere/a`]],
    ] satisfies [string[], string[]][]) {
      await prepare(account, partition);
      const session = await begin({ scope: [...PARTITIONS] });
      // It is there when its turn comes, and what comes after it is not its business.
      await session.stage("PUT", `/${path("new/a")}`, { payload: "staged" });
      expectStatus(await session.request("DELETE", `/?keep=${keep.join(",")}`), 202);
      await session.stage("PUT", `/${path("late/a")}`, { payload: "staged" });
      const committed = control(await session.commit(), 200);
      const names = await namesIn(account);
      const expected = [...left, path("late/a")].toSorted();
      expectEqual(committed, "the records left", names, expected);
      // The collection of a record that is not there is not kept, not even empty.
      const info = control(await account.get("/info/collections"), 200);
      const collections = expected.map((name) => name.slice(0, name.lastIndexOf("/")));
      expectEqual(committed, "the collections left", Object.keys(info.json ?? {}).toSorted(), collections);
    }
  }),
} satisfies Partial<ChecksOf<"session">>;

export const sessionStaged = { ...accepting, ...stagedState } satisfies Partial<ChecksOf<"session">>;
