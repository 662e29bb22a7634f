/** Checks how a server grants a session, and what its answer says of the session. */
import { PARTITIONS } from "../../contract/document.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { expectConflict } from "../support/begun-session.ts";
import {
  control,
  controlRising,
  expectEqual,
  expectStatus,
  expectSuccess,
  expectThat,
  present,
} from "../support/expect.ts";
import { currentVersion, put } from "../support/fixtures.ts";
import { CLIENT, otherThan, type SessionCheckContext, withSessions } from "../support/with-sessions.ts";
import { sessionBeside } from "./begin-beside.ts";

/** Requests that a server refuses; whether it does is the business of other rules. */
async function sendRefused({ partition, ask, adopt }: SessionCheckContext): Promise<void> {
  const valid = { scope: [partition] };
  const answers = [
    await ask(valid, { headers: [["Accept", "text/html"]] }),
    await ask(valid, { headers: [["X-Weave-Client", "no name"]] }),
    await ask(valid, { headers: [["Content-Encoding", "gzip"]] }),
    await ask(new RawBody(JSON.stringify(valid), "text/plain")),
  ];
  for (const answer of answers) if (answer.ok) await adopt(answer).drop();
}

const granting = {
  "session.begin.created": withSessions(async (context) => {
    const { partition, limits, ask, adopt } = context;
    // What is refused takes no scope.
    await sendRefused(context);
    for (const wanted of [
      { scope: [`${partition}/c`, otherThan(partition)], ttl: limits.ttl },
      { scope: [partition] },
      { scope: ["-", "_", "x".repeat(32)].map((name) => `${partition}/${name}`) },
      { ttl: 2 },
      { ttl: 1 },
      {},
      null,
    ]) {
      const answer = expectStatus(await ask(wanted, CLIENT), 201);
      const { id, scope, version, expires_in = 0, staged } = answer.json ?? {};
      const isComplete = typeof id === "string" && Array.isArray(scope) && Number.isInteger(version);
      expectThat(answer, isComplete, "id, scope and version of the session", answer.json);
      const most = Math.min(wanted?.ttl ?? limits.ttl, limits.ttl);
      const lives = Number.isInteger(expires_in) && expires_in >= 1 && expires_in <= most;
      expectThat(answer, lives, `expires_in to be from 1 to ${most}`, expires_in);
      expectEqual(answer, "staged", staged, 0);
      const session = adopt(answer);
      if (most > 1) control(await session.state(), 200);
      await session.drop();
    }
    const integral = RawBody.json({ scope: [partition], ttl: 2 }).bytes;
    const text = Buffer.from(integral).toString().replace(":2", ":2.0");
    adopt(expectStatus(await ask(new RawBody(text), CLIENT), 201));
  }),

  "session.begin.location": withSessions(async ({ account, partition, ask, adopt }) => {
    const answer = control(await ask({ scope: [partition] }), 201);
    const session = adopt(answer);
    const { id, path } = session;
    const location = answer.header("Location") ?? "";
    const asked = answer.exchange.request.url;
    const target = URL.canParse(location, asked) ? new URL(location, asked) : null;
    const url = `${new URL(asked).href}/${id}`;
    expectThat(answer, target?.href === url, `Location to be the URL of the session, ${url}`, location);
    const found = await account.get(path as "/sessions/{session}");
    expectStatus(session.during(found, 200), 200);
    expectEqual(found, "the id", Object(found.json).id, id);
  }),

  "session.begin.version": withSessions(async ({ account, partition, begin }) => {
    const other = otherThan(partition);
    const versions: number[] = [];
    // The last write is outside the scope each time: it is the account's version that counts.
    for (const path of [`/${partition}/c/a`, `/${partition}/d/a`, `/${other}/c/a`] as const) {
      versions.push(await put(account, path, { payload: "x" }));
      controlRising(...versions);
      const current = await currentVersion(account);
      const session = await begin({ scope: [path === `/${partition}/c/a` ? other : `${partition}/c`] });
      expectEqual(session.begun, "the version of the session", session.begun.json?.version, current);
      await session.drop();
    }
  }),

  "session.begin.scope": withSessions(async ({ partition, begin }) => {
    const many = Array.from({ length: 100 }, (_, index) => `${partition}/c${index}`);
    const longest = "x".repeat(32);
    for (const scope of [
      [partition],
      [`${partition}/Tabs_1-x`],
      [`${partition}/${longest}`, otherThan(partition)],
      [...PARTITIONS],
      many,
    ]) {
      const session = await begin({ scope });
      for (const answer of [session.begun, control(await session.state(), 200)]) {
        const granted = present("the scope", answer.json?.scope);
        expectEqual(answer, "the scope", [...granted].sort(), [...scope].sort());
      }
      await session.drop();
    }
  }),

  "session.begin.scope-repeats": withSessions(async ({ account, partition, ask, adopt }) => {
    const [c, d, e] = ["c", "d", "e"].map((name) => `${partition}/${name}`) as [string, string, string];
    const other = otherThan(partition);
    for (const [scope, owned, free] of [
      [[c, c], [c], [d, other]],
      [
        [c, d, c],
        [c, d],
        [e, other],
      ],
      [[c, partition], [partition], [other]],
      [[partition, c, partition, d], [partition], [other]],
      [Array.from({ length: 100 }, (_, index) => (index % 2 ? d : c)), [c, d], [e, other]],
    ] satisfies [string[], string[], string[]][]) {
      const answer = expectStatus(await ask({ scope }), 201);
      const session = adopt(answer);
      const granted = present("the scope", answer.json?.scope);
      const right =
        granted.every((path) => scope.includes(path)) && owned.every((path) => granted.includes(path));
      expectThat(answer, right, `a scope of ${owned}, and perhaps what it has besides in ${scope}`, granted);
      for (const path of owned) {
        const record = path === partition ? `/${path}/e/a` : `/${path}/a`;
        const body = RawBody.json({ payload: "x" });
        expectConflict(await account.send("PUT", record, body), session);
        expectStatus(await session.request("PUT", record, body), 202);
      }
      for (const path of free) {
        const record = path === other ? `/${path}/c/a` : `/${path}/a`;
        expectSuccess(await account.send("PUT", record, RawBody.json({ payload: "x" })));
      }
      await session.drop();
    }
  }),

  "session.begin.default": needs(
    { partitions: 1 },
    withSessions(async ({ account, ask, adopt }) => {
      for (const wanted of [null, {}, { ttl: 60 }]) {
        for (const name of PARTITIONS) await put(account, `/${name}/c/a`, { payload: "x" });
        const answer = expectStatus(await ask(wanted), 201);
        const session = adopt(answer);
        expectEqual(answer, "the scope", [...(answer.json?.scope ?? [])].sort(), [...PARTITIONS].sort());
        for (const name of PARTITIONS) {
          expectConflict(await account.put(`/${name}/c/a`, { payload: "y" }), session);
          expectStatus(await session.request("PUT", `/${name}/new/a`, { payload: "y" }), 202);
        }
        await session.drop();
      }
    }),
  ),

  "session.begin.ahead": withSessions(async ({ account, partition, begin }) => {
    const session = await begin({ scope: [`${partition}/ahead`] });
    control(await account.get(`/${partition}/ahead`), 404);
    control(await account.put(`/${partition}/c/a`, { payload: "x" }), 201);
    const list = [
      { collection: "c", id: "b" },
      { collection: "ahead", id: "b" },
    ];
    expectConflict(await account.put(`/${partition}/ahead/a`, { payload: "x" }), session);
    expectConflict(await account.post(`/${partition}/ahead`, [{ id: "a" }]), session);
    expectConflict(await account.post(`/${partition}`, list), session);
    expectStatus(await session.request("PUT", `/${partition}/ahead/a`, { payload: "x" }), 202);
    await session.drop();
    control(await account.post(`/${partition}`, list), 200);
  }),
} satisfies Partial<ChecksOf<"session">>;

export const sessionBegin = { ...granting, ...sessionBeside } satisfies Partial<ChecksOf<"session">>;
