/** Checks that staged writes stay invisible, and that their versions and conditions are about the committed state. */
import { PARTITIONS } from "../../contract/document.ts";
import type { Options } from "../../exchange/account.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { contentsOf, controlChanged, expectSame } from "../support/account-contents.ts";
import {
  control,
  expectEqual,
  expectProblem,
  expectStatus,
  expectThat,
  versionOf,
} from "../support/expect.ts";
import { currentVersion, put, read } from "../support/fixtures.ts";
import { prepare, reads } from "../support/sample-requests.ts";
import { otherThan, withSessions } from "../support/with-sessions.ts";

export const stagedState = {
  "session.staged.version": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    const path = (name: string) => `/${partition}${name}`;
    // Written last, so that the account is ahead of the partition.
    await put(account, `/${otherThan(partition)}/elsewhere/b`, { payload: "x" });
    for (let round = 0; round < 2; round++) {
      const session = await begin({ scope: [...PARTITIONS] });
      const { version } = await read(account, `/${partition}/sample/a`);
      const collection = versionOf(control(await account.get(path("/sample")), 200));
      const whole = versionOf(control(await account.get(path("")), 200));
      const current = await currentVersion(account);
      for (const [method, target, body, expected] of [
        ["PUT", path("/sample/a"), { payload: String(round) }, version],
        ["PUT", path("/sample/a"), { payload: String(round) }, version],
        ["POST", path(`/sample/new${round}`), {}, 0],
        ["POST", path(`/sample/new${round}`), {}, 0],
        ["POST", path("/sample"), [{ id: "c" }], collection],
        ["DELETE", path("/sample?ids=c"), undefined, collection],
        ["POST", path(`/new${round}`), [{ id: "c" }], 0],
        ["POST", path(""), [{ collection: "sample", id: "c" }], whole],
        ["DELETE", path("?collections=elsewhere"), undefined, whole],
        ["DELETE", path("/missing/a"), undefined, 0],
        ["DELETE", path("/sample/b"), undefined, round === 0 ? null : 0],
        ["DELETE", `/?keep=${partition}`, undefined, current],
      ] satisfies [string, string, unknown, number | null][]) {
        const answer = await session.stage(method, target, body);
        if (expected === null) continue;
        expectEqual(answer, "X-Last-Modified-Version", answer.integer("X-Last-Modified-Version"), expected);
      }
      control(await session.commit(), 200);
    }
  }),

  "session.staged.invisible": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    const session = await begin({ scope: [...PARTITIONS] });
    const before = await contentsOf(account);
    const current = await currentVersion(account);
    const record = await read(account, `/${partition}/sample/a`);
    await session.stage("PUT", `/${partition}/sample/a`, { payload: "staged" });
    await session.stage("PUT", `/${partition}/new/a`, { payload: "staged" });
    await session.stage("POST", `/${partition}/sample/b`, { sortindex: 9 });
    await session.stage("POST", `/${partition}/sample`, [{ id: "c", payload: "staged" }]);
    await session.stage("DELETE", `/${partition}/sample/b`);
    await session.stage("DELETE", `/${partition}/elsewhere`);
    const staged = await session.stage("DELETE", `/${otherThan(partition)}`);
    for (const get of [
      (path: string, options?: Options) => account.get(path, options),
      (path: string, options?: Options) => session.request("GET", path, undefined, options),
    ]) {
      expectSame(staged, await contentsOf({ get }), before);
      const single = expectStatus(await get(`/${partition}/sample/a`), 200);
      expectEqual(single, "the record", single.json, record);
      expectStatus(await get(`/${partition}/new`), 404);
      expectStatus(await get(`/${partition}/new/a`), 404);
      expectStatus(await get("/info/collections", { ifModified: current }), 304);
    }
    for (const each of reads(partition)) expectStatus(await session.send(each), 200);
    const committed = control(await session.commit(), 200);
    controlChanged(committed, await contentsOf(account), before);
  }),

  "session.staged.precondition": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    const session = await begin({ scope: [...PARTITIONS] });
    const { version } = await read(account, `/${partition}/sample/a`);
    const [P, C] = [`/${partition}`, `/${partition}/sample`] as const;
    const collection = versionOf(control(await account.get(C), 200));
    const whole = versionOf(control(await account.get(P), 200));
    const current = await currentVersion(account);
    const element = { collection: "sample", id: "c" };
    const all: [string, string, unknown, number][] = [
      ["PUT", `${C}/a`, { payload: "x" }, version],
      ["POST", `${C}/a`, { sortindex: 1 }, version],
      ["POST", C, [{ id: "c" }], collection],
      ["POST", C, RawBody.lines([{ id: "c" }]), collection],
      ["POST", P, [element], whole],
      ["POST", P, RawBody.lines([element]), whole],
      ["PUT", `${C}/new`, { payload: "x" }, 0],
      ["DELETE", `${C}?ids=a`, undefined, collection],
      ["DELETE", `${C}/a`, undefined, version],
      ["DELETE", `${P}?collections=sample`, undefined, whole],
      ["DELETE", C, undefined, collection],
      ["DELETE", `/?keep=${otherThan(partition)}`, undefined, current],
      ["DELETE", P, undefined, whole],
      ["DELETE", "/", undefined, current],
    ];
    // Some once more: what has been staged meanwhile makes no difference.
    const again = all.filter(
      ([method, path]) => path.startsWith(C) && (method === "PUT" || !/[?]/.test(path)),
    );
    for (const [method, target, body, committed] of [...all, ...again]) {
      const fresh = await session.request(method, target, body, { ifUnmodified: committed });
      expectThat(fresh, fresh.ok, "the write to be staged", fresh.status);
      const [stale, at] = committed === 0 ? [1, 0] : [committed - 1, committed];
      const answer = await session.request(method, target, body, { ifUnmodified: stale });
      expectProblem(answer, 412, "precondition-failed");
      expectEqual(answer, "X-Last-Modified-Version", answer.integer("X-Last-Modified-Version"), at);
    }
  }),

  "session.staged.form": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    const session = await begin();
    const record = `/${partition}/sample/a`;
    await session.stage("PUT", record, { payload: "x" });
    await session.stage("POST", `/${partition}/sample`, [{ id: "c" }]);
    await session.stage("POST", `/${partition}`, [{ collection: "sample", id: "c" }]);
    for (const [method, path, body] of [
      ["PUT", record, { payload: 5 }],
      ["PUT", record, {}],
      ["PUT", record, { id: "another", payload: "x" }],
      ["PUT", record, new RawBody("{")],
      ["POST", record, { bogus: 1 }],
      ["POST", record, { ttl: 0 }],
      ["POST", `/${partition}/sample`, {}],
      ["POST", `/${partition}/sample`, [{ id: "a" }, { id: "a" }]],
      ["POST", `/${partition}`, [{ id: "a" }]],
      ["POST", `/${partition}/sample`, RawBody.lines([{ id: "a" }, { id: "b" }, { id: "a", payload: "x" }])],
      [
        "POST",
        `/${partition}`,
        [
          { collection: "c", id: "a" },
          { collection: "c", id: "a" },
        ],
      ],
      ["DELETE", `/${partition}/sample?bogus`, undefined],
      ["DELETE", `/${partition}/sample?ids`, undefined],
      ["DELETE", `/${partition}?collections=`, undefined],
    ] satisfies [string, string, unknown][]) {
      expectProblem(await session.request(method, path, body), 422, "invalid-request");
    }
    for (const options of [{ ifModified: "x" }, { ifUnmodified: "x" }, { ifModified: 0, ifUnmodified: 0 }]) {
      for (const [method, path, body] of [
        ["PUT", record, { payload: "x" }],
        ["POST", `/${partition}/sample`, [{ id: "c" }]],
        ["DELETE", record, undefined],
        ["DELETE", `/${partition}/sample?ids=a`, undefined],
      ] satisfies [string, string, unknown][]) {
        expectProblem(await session.request(method, path, body, options), 422, "invalid-request");
      }
    }
    await session.stage("DELETE", `/${partition}/sample`);
  }),
} satisfies Partial<ChecksOf<"session">>;
