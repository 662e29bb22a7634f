import { PARTITIONS } from "../../contract/document.ts";
import { RawBody } from "../../exchange/typed.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Untested } from "../../runner/outcomes.ts";
import {
  control,
  controlRising,
  expectEqual,
  expectProblem,
  expectStatus,
  expectSuccess,
  expectThat,
  present,
} from "../support/expect.ts";
import { currentVersion, put } from "../support/fixtures.ts";
import { ended, expectConflict } from "../support/session.ts";
import { allows, CLIENT, otherThan, type SessionTrial, withSessions } from "../support/sessions.ts";

/** More sessions than this are not begun at once. */
const MOST_SESSIONS = 100;
const MOST_DISJOINT = 20;
const ROUNDS = 5;
const RACERS = 8;

/** Requests that a server refuses; whether it does is the business of other rules. */
async function sendRefused({ partition, ask, adopt }: SessionTrial): Promise<void> {
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
  "session.begin.created": withSessions(async (trial) => {
    const { partition, limits, ask, adopt } = trial;
    // What is refused takes no scope.
    await sendRefused(trial);
    for (const wanted of [
      { scope: [`${partition}/c`, otherThan(partition)], ttl: limits.ttl },
      { scope: [partition] },
      { scope: ["-", "_", "x".repeat(32)].map((name) => `${partition}/${name}`) },
      { ttl: 2 },
      {},
      null,
    ]) {
      const answer = expectStatus(await ask(wanted, CLIENT), 201);
      const { id, scope, version, expires_in = 0, staged } = answer.json ?? {};
      const told = typeof id === "string" && Array.isArray(scope) && Number.isInteger(version);
      expectThat(answer, told, "id, scope and version of the session", answer.json);
      const most = Math.min(wanted?.ttl ?? limits.ttl, limits.ttl);
      const lives = Number.isInteger(expires_in) && expires_in >= 1 && expires_in <= most;
      expectThat(answer, lives, `expires_in to be from 1 to ${most}`, expires_in);
      expectEqual(answer, "staged", staged, 0);
      const session = adopt(answer);
      control(await session.state(), 200);
      await session.drop();
    }
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
        const told = present("the scope", answer.json?.scope);
        expectEqual(answer, "the scope", [...told].sort(), [...scope].sort());
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
      const told = present("the scope", answer.json?.scope);
      const right = told.every((path) => scope.includes(path)) && owned.every((path) => told.includes(path));
      expectThat(answer, right, `a scope of ${owned}, and perhaps what it has besides in ${scope}`, told);
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

const refusing = {
  "session.begin.overlap": withSessions(async ({ partition, limits, ask, begin }) => {
    allows(limits, 2);
    const [one, two] = [`${partition}/c`, `${partition}/d`];
    const both = [...PARTITIONS];
    for (const [owned, asked] of [
      [[one], [[one], [two, one], [partition], [otherThan(partition), partition], both, undefined]],
      [[partition], [[partition], [one], [otherThan(partition), two]]],
      [both, [[one], [partition], [otherThan(partition)], undefined]],
    ] satisfies [string[], (string[] | undefined)[]][]) {
      const session = await begin({ scope: owned });
      for (const scope of asked) expectConflict(await ask(scope ? { scope } : null), session);
      await session.drop();
      // Nothing but the session was in the way.
      for (const scope of asked) await (await begin({ scope: scope ?? both })).drop();
    }
  }),

  "session.begin.disjoint": withSessions(async ({ partition, limits, begin, ask, adopt }) => {
    allows(limits, 2);
    const scopes = [
      [`${partition}/cc`],
      [`${partition}/C`, `${partition}/d`],
      [otherThan(partition)],
      [`${partition}/c1`],
      ...Array.from({ length: MOST_DISJOINT }, (_, index) => [`${partition}/more${index}`]),
    ];
    const first = await begin({ scope: [`${partition}/c`] });
    // As many as the server announces, or as a check begins.
    for (const scope of scopes.slice(0, Math.min(limits.sessions, MOST_DISJOINT) - 1)) {
      adopt(expectStatus(await ask({ scope, ttl: limits.ttl }), 201));
    }
    control(await first.state(), 200);
  }),

  "session.begin.race": withSessions(async ({ partition, limits, ask, adopt }) => {
    // Any two of these overlap.
    const scopes = [[`${partition}/c`], [partition], [`${partition}/d`, `${partition}/c`], [...PARTITIONS]];
    for (let round = 0; round < ROUNDS; round++) {
      const answers = await Promise.all(
        Array.from({ length: RACERS }, (_, index) =>
          ask({ scope: scopes[(index + round) % scopes.length] as string[], ttl: limits.ttl }),
        ),
      );
      const [first, ...more] = answers.filter(({ ok }) => ok).sort((a, b) => ended(a) - ended(b));
      const session = adopt(control(first ?? (answers[0] as (typeof answers)[0]), 201));
      for (const second of more) {
        session.during(second);
        expectThat(second, false, `one of ${RACERS} concurrent sessions`, `${more.length + 1} granted`);
      }
      await session.drop();
    }
  }),

  "session.begin.too-many": withSessions(async ({ partition, limits, ask, begin }) => {
    const { sessions: most, ttl } = limits;
    if (most > MOST_SESSIONS) {
      throw new Untested(`announces max_sessions ${most}; the check begins at most ${MOST_SESSIONS}`);
    }
    const live = [];
    for (let index = 0; index < most; index++) live.push(await begin({ scope: [`${partition}/c${index}`] }));
    const beyond = await ask({ scope: [`${partition}/beyond`], ttl });
    for (const session of live) session.during(beyond, 429);
    expectProblem(beyond, 429, "too-many-requests");
    control(await (live[0] as (typeof live)[0]).abort(), 204);
    control(await ask({ scope: [`${partition}/beyond`], ttl }), 201);
  }),
} satisfies Partial<ChecksOf<"session">>;

export const sessionBegin = { ...granting, ...refusing } satisfies Partial<ChecksOf<"session">>;
