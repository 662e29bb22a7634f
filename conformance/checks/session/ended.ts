/** Checks that requests that name an ended or unknown session are answered 410 with its outcome, and change nothing. */
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Broken, Inconclusive } from "../../runner/outcomes.ts";
import { contentsOf, controlChanged, expectSame } from "../support/account-contents.ts";
import { began, ended, SESSION, type Session, until } from "../support/begun-session.ts";
import { control, expectEqual, expectProblem, expectStatus, expectThat } from "../support/expect.ts";
import { put } from "../support/fixtures.ts";
import { prepare, type Sample, send, sendValid, versioned } from "../support/sample-requests.ts";
import { withSessions } from "../support/with-sessions.ts";

/** Seconds for which a check waits for what a server has to remember. */
const REMEMBERED = 10;

type Request = () => Promise<Answer>;

/** Requests that name a session by its path. */
function byPath(account: Account, path: string): Request[] {
  return [
    () => account.get(path),
    () => account.send("POST", `${path}/commit`, null),
    () => account.delete(path),
  ];
}

/** Requests that name a session by the header field: a read and a write of each kind of resource. */
function byHeader(account: Account, partition: string, id: string): Request[] {
  const options = { headers: [[SESSION, id]] satisfies [string, string][] };
  return [
    () => account.get("/info/collections", options),
    () => account.get(`/${partition}`, options),
    () => account.get(`/${partition}/c/a`, options),
    () => account.put(`/${partition as "storage"}/c/a`, { payload: "x" }, options),
    () => account.delete(`/${partition}/c/a`, options),
  ];
}

/** However a session is named, it must be said how it ended. */
async function expectOutcome(requests: Request[], outcome: string, version?: number): Promise<void> {
  for (const request of requests) {
    const answer = expectStatus(await request(), 410);
    const gone = Object(answer.json) as { outcome?: unknown; version?: unknown };
    expectEqual(answer, "the outcome", gone.outcome, outcome);
    if (version !== undefined) expectEqual(answer, "the version", gone.version, version);
  }
}

function naming(account: Account, partition: string, id: string): Request[] {
  return [...byPath(account, `/sessions/${id}`), ...byHeader(account, partition, id)];
}

const outcomes = {
  "session.ended.code": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    const session = await begin({ scope: ["control", "storage"] });
    for (const each of versioned(partition)) control(await session.send(each));
    control(session.during(await account.head(session.path), 200), 200);
    control(await session.abort(), 204);
    const gone = (answer: Answer, { method }: Pick<Sample, "method">) =>
      method === "HEAD" ? expectStatus(answer, 410) : expectProblem(answer, 410, "session-ended");
    for (const each of versioned(partition)) gone(await send(account, each, session.own()), each);
    for (const request of byPath(account, session.path)) gone(await request(), { method: "GET" });
    gone(await account.head(session.path), { method: "HEAD" });
  }),

  "session.ended.committed": withSessions(async ({ account, partition, begin }) => {
    // Of an account that was never written to, the version is 0.
    const unwritten = await begin();
    control(await unwritten.commit(), 200);
    await expectOutcome(byPath(account, unwritten.path), "committed", 0);
    await put(account, `/${partition}/c/a`, { payload: "x" });
    for (const staged of [[{ id: "b" }], []]) {
      const session = await begin();
      await session.stage("POST", `/${partition}/c`, staged);
      const answer = control(await session.commit(), 200);
      const { version } = answer.json ?? {};
      expectThat(answer, Number.isInteger(version), "the version of the commit", version);
      await put(account, `/${partition}/d/a`, { payload: "later" });
      await expectOutcome(naming(account, partition, session.id), "committed", version);
    }
  }),

  "session.ended.aborted": withSessions(async ({ account, partition, begin }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    const session = await begin();
    await session.stage("PUT", `/${partition}/c/b`, { payload: "x" });
    control(await session.abort(), 204);
    await expectOutcome(naming(account, partition, session.id), "aborted");
  }),

  "session.ended.expired": needs(
    { waits: true },
    withSessions(async ({ account, partition, begin }) => {
      await put(account, `/${partition}/c/a`, { payload: "x" });
      const session = await begin({ ttl: 2 });
      await session.stage("PUT", `/${partition}/c/b`, { payload: "x" });
      control(await session.state(), 200);
      await session.expire();
      await expectOutcome(naming(account, partition, session.id), "expired");
    }),
  ),

  "session.ended.kept": needs(
    { waits: true },
    withSessions(async ({ account, partition, limits, begin }) => {
      const committed = await begin();
      await committed.stage("PUT", `/${partition}/c/a`, { payload: "x" });
      const commit = control(await committed.commit(), 200);
      const aborted = await begin();
      const abort = control(await aborted.abort(), 204);
      // Sessions that come and go do not push out the ones before.
      for (let others = 0; others < 5; others++) control(await (await begin()).abort(), 204);
      // Nor does the account forget them when it forgets all that it holds.
      control(await account.delete("/"), 204);
      for (const [session, end, outcome] of [
        [committed, commit, "committed"],
        [aborted, abort, "aborted"],
      ] satisfies [Session, Answer, string][]) {
        const kept = Math.min(limits.ttl, REMEMBERED);
        const forgotten = began(end) + kept;
        await until(forgotten - Math.min(1, kept / 2));
        const answer = await account.get(session.path);
        const reported = (Object(answer.json) as { outcome?: unknown }).outcome;
        if (reported === "unknown" && ended(answer) >= forgotten) {
          throw new Inconclusive("the answer came after the outcome had to be known");
        }
        expectEqual(expectStatus(answer, 410), "the outcome", reported, outcome);
      }
    }),
  ),
} satisfies Partial<ChecksOf<"session">>;

const refusals = {
  "session.ended.unknown": withSessions(async ({ account, partition, begin }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    const session = await begin();
    control(await session.state(), 200);
    control(await session.request("GET", `/${partition}/c/a`), 200);
    await session.drop();
    for (const id of [`${session.id}x`.slice(-64), "never-begun", "0"]) {
      await expectOutcome(naming(account, partition, id), "unknown");
    }
    const live = await begin();
    const swapped = live.id.replace(/[a-z]/gi, (c) =>
      c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase(),
    );
    for (const id of [live.id.slice(0, -1), swapped].filter((id) => id !== "" && id !== live.id)) {
      await expectOutcome(naming(account, partition, id), "unknown");
    }
    control(await live.state(), 200);
    await live.drop();
    const long = "x".repeat(65);
    for (const id of ["a!b", "a.b", "a%20b", "%C3%A9", long]) {
      await expectOutcome(byPath(account, `/sessions/${id}`), "unknown");
    }
    // An empty value names no session, which is not the same as naming none.
    for (const id of ["", "a!b", "a b", '"a"', "a,b", long]) {
      await expectOutcome(byHeader(account, partition, id), "unknown");
    }
  }),

  "session.ended.foreign": needs(
    { accounts: 2 },
    withSessions(async ({ account, other, partition, begin }) => {
      await put(account, `/${partition}/c/a`, { payload: "x" });
      await put(other, `/${partition}/c/a`, { payload: "x" });
      const session = await begin({ account: other });
      await session.stage("PUT", `/${partition}/c/a`, { payload: "staged" });
      const own = await begin();
      control(await own.request("GET", `/${partition}/c/a`), 200);
      control(await own.abort(), 204);
      await expectOutcome(byPath(account, session.path), "unknown");
      // In the other partition too, and nowhere is it performed as if it belonged to no session.
      await prepare(account, partition);
      for (const each of versioned(partition)) {
        const answer = expectStatus(await send(account, each, { headers: [[SESSION, session.id]] }), 410);
        if (each.method === "HEAD") continue;
        expectEqual(answer, "the outcome", (Object(answer.json) as { outcome?: unknown }).outcome, "unknown");
      }
      expectStatus(await session.state(), 200);
      control(await session.commit(), 200);
      await expectOutcome(naming(account, partition, session.id), "unknown");
      await expectOutcome(byPath(other, session.path), "committed");
    }),
  ),

  "session.ended.acts-not": withSessions(async ({ account, partition, begin }) => {
    const writes = versioned(partition).filter(({ method }) => !["GET", "HEAD"].includes(method));
    for (const each of writes) {
      await prepare(account, partition);
      const before = await contentsOf(account);
      controlChanged(await sendValid(account, each), await contentsOf(account), before);
    }
    await prepare(account, partition);
    const session = await begin();
    await session.stage("PUT", `/${partition}/sample/a`, { payload: "staged" });
    control(await session.abort(), 204);
    let before = await contentsOf(account);
    let refused = 0;
    for (const id of [session.id, "never-begun"]) {
      const headers: [string, string][] = [[SESSION, id]];
      const some = id === session.id ? writes : writes.slice(0, 2);
      const requests = [
        ...some.map((each) => () => send(account, each, { headers })),
        ...byPath(account, `/sessions/${id}`),
      ];
      for (const request of requests) {
        const answer = await request();
        const after = await contentsOf(account);
        // Whether it has to be refused, another rule says.
        if (answer.status === 410) {
          expectSame(answer, after, before);
          refused += 1;
        }
        before = after;
      }
    }
    if (refused === 0) throw new Broken("set-up: nothing was answered 410");
  }),
} satisfies Partial<ChecksOf<"session">>;

export const sessionEnded = { ...outcomes, ...refusals } satisfies Partial<ChecksOf<"session">>;
