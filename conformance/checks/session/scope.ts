/** Checks that a session refuses every write outside its scope, and allows every read. */
import type { OperationId, Partition } from "../../contract/document.ts";
import type { Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { contentsOf, expectSame } from "../support/account-contents.ts";
import type { Session } from "../support/begun-session.ts";
import { control, controlShown, expectEqual, expectProblem, expectStatus } from "../support/expect.ts";
import { put } from "../support/fixtures.ts";
import { percentEncode } from "../support/percent-encode.ts";
import { deletes, prepare, reads, type Sample, send, writes } from "../support/sample-requests.ts";
import { otherThan, withSessions } from "../support/with-sessions.ts";

/** The collection `sample` as a careless server does not find it. */
const ENCODED = percentEncode("sample", "lower");

type Write = [method: string, path: string, body?: unknown];

/** Writes that touch a scope of the collection `mine`, and something outside it. */
function crossing(partition: Partition): Write[] {
  const list = ["mine", "elsewhere"].map((collection) => ({ collection, id: "new" }));
  return [
    ["POST", `/${partition}`, list],
    ["POST", `/${partition}`, list.toReversed()],
    ["POST", `/${partition}`, RawBody.lines(list)],
    ["DELETE", `/${partition}?collections=mine,elsewhere`],
    ["DELETE", `/${partition}`],
    ["DELETE", "/"],
    ["DELETE", `/?keep=${otherThan(partition)}`],
  ];
}

/** The sample of an operation. */
function each(partition: Partition, operation: OperationId) {
  return reads(partition).find((sample) => sample.operation === operation) as Sample;
}

export const sessionScope = {
  "session.scope.outside": withSessions(async ({ account, partition, begin }) => {
    const other = otherThan(partition);
    await prepare(account, partition);
    await put(account, `/${partition}/mine/a`, { payload: "x" });
    const session = await begin({ scope: [`${partition}/mine`] });
    await session.stage("PUT", `/${partition}/mine/a`, { payload: "y" });
    const refuse = (answer: Answer) => expectProblem(answer, 403, "session-scope");
    for (const each of [...writes(partition), ...deletes(partition)]) refuse(await session.send(each));
    for (const [method, path, body] of [
      ["PUT", `/${partition}/mine2/a`, { payload: "x" }],
      ["PUT", `/${partition}/Mine/a`, { payload: "x" }],
      ["POST", `/${partition}/sample`, RawBody.lines([{ id: "a" }])],
      ["PUT", `/${other}/mine/a`, { payload: "x" }],
      ["POST", `/${other}/mine`, [{ id: "a" }]],
      ["PUT", `/${partition}/${ENCODED}/a`, { payload: "x" }],
      ["DELETE", `/${partition}/${ENCODED}`, undefined],
      ["DELETE", `/${partition}?collections=${ENCODED}`, undefined],
      ...crossing(partition),
    ] satisfies Write[]) {
      refuse(await session.request(method, path, body));
    }
    await session.stage("DELETE", `/${partition}/mine`);
    await session.drop();
    // Nor is a partition owned by who owns all that there is in it.
    const info = control(await account.get("/info/collections"), 200);
    const existing = Object.keys(info.json ?? {}).filter((path) => path.startsWith(`${partition}/`));
    const owner = await begin({ scope: existing });
    for (const path of [`/${partition}`, `/?keep=${other}`]) refuse(await owner.request("DELETE", path));
    await owner.drop();
    // Each of them is a write that can be performed.
    for (const each of [...writes(partition), ...deletes(partition)]) {
      await prepare(account, partition);
      control(await send(account, each), ...each.success);
    }
  }),

  "session.scope.reads": withSessions(async ({ account, partition, begin }) => {
    const version = await prepare(account, partition);
    for (const scope of [[`${partition}/mine`], [`${partition}/sample`], [otherThan(partition)]]) {
      const session = await begin({ scope });
      await session.stage("DELETE", `/${scope[0]}`);
      for (const each of reads(partition)) expectStatus(await session.send(each), 200);
      for (const [path, options] of [
        [`/${partition}/sample?full&ids=a`, {}],
        [`/${partition}?collections=sample`, {}],
        [`/${partition}/sample`, { ifUnmodified: version }],
      ] satisfies [string, Options][]) {
        expectStatus(await session.request("GET", path, undefined, options), 200);
      }
      const unchanged = await session.send(each(partition, "getCollection"), { ifModified: version });
      expectStatus(unchanged, 304);
      expectStatus(await session.request("GET", `/${partition}/missing`), 404);
      await session.drop();
    }
  }),

  "session.scope.whole": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    await put(account, `/${partition}/mine/a`, { payload: "x" });
    const before = await contentsOf(account);
    const session = await begin({ scope: [`${partition}/mine`] });
    await session.stage("PUT", `/${partition}/mine/control`, { payload: "staged" });
    const staged = await stagedIn(session);
    let refused: Answer | null = null;
    for (const [method, path, body] of crossing(partition)) {
      const answer = await session.request(method, path, body);
      // Whether it has to be refused, another rule says.
      if (answer.status !== 403) continue;
      refused = answer;
      expectEqual(answer, "staged", await stagedIn(session), staged);
    }
    if (refused === null) throw new Broken("set-up: nothing was answered 403");
    expectSame(refused, await contentsOf(account), before);
    control(await session.commit(), 200);
    control(await account.get(`/${partition}/mine/control`), 200);
    expectStatus(controlShown(await account.get(`/${partition}/mine/a`)), 200);
    expectStatus(controlShown(await account.get(`/${partition}/mine/new`)), 404);
    expectStatus(controlShown(await account.get(`/${partition}/elsewhere/new`)), 404);
    expectStatus(controlShown(await account.get(`/${partition}/elsewhere/a`)), 200);
  }),
} satisfies Partial<ChecksOf<"session">>;

async function stagedIn(session: Session): Promise<unknown> {
  return control(await session.state(), 200).json?.staged;
}
