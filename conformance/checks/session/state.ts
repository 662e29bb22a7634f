/** Checks what a session shows of its state, and which requests renew it. */
import type { Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Untested } from "../../runner/outcomes.ts";
import { began, ended, PATIENCE, until } from "../support/begun-session.ts";
import { control, expectEqual, expectProblem, expectStatus, expectThat, present } from "../support/expect.ts";
import { put } from "../support/fixtures.ts";
import { CLIENT, otherThan, withSessions } from "../support/with-sessions.ts";

/** Of what is short enough to be waited for. */
const TTL = 3;
/** Seconds of its time to live that a session does not have any more when its lifetime ends first. */
const BEYOND = 1.5;
const STEADY = ["X-Weave-Store", "Cache-Control", "X-Last-Modified-Version"];

export const sessionStateOf = {
  "session.state.head": withSessions(async ({ account, begin }) => {
    const session = await begin();
    const bare = expectStatus(session.during(await account.head(session.path, { bare: true }), 200), 200);
    expectThat(bare, bare.body.length === 0, "no octet after the head", `${bare.body.length} octets`);
    const expectMirrored = async (options: Options = {}) => {
      const get = await account.get(session.path, options);
      const head = expectStatus(
        session.during(await account.head(session.path, options), get.status),
        get.status,
      );
      expectThat(head, head.header("X-Weave-Timestamp") !== undefined, "X-Weave-Timestamp", head.headers);
      for (const name of STEADY) {
        expectEqual(head, `${name}, as on GET,`, head.header(name) ?? "absent", get.header(name) ?? "absent");
      }
      return get;
    };
    control(session.during(await expectMirrored(CLIENT), 200), 200);
    await expectMirrored({ headers: [["Accept", "text/html"]] });
    await expectMirrored({ headers: [["X-Weave-Client", "no name"]] });
    control(await session.abort(), 204);
    await expectMirrored();
  }),

  "session.state.staged": withSessions(async ({ partition, begin }) => {
    const session = await begin();
    let count = 0;
    for (const [method, path, body, added] of [
      ["PUT", "/c/a", { payload: "x" }, 1],
      ["PUT", "/c/a", { payload: "x" }, 1],
      ["POST", "/c/a", {}, 1],
      ["POST", "/c", [{ id: "a" }, { id: "b" }, { id: "c", ttl: 0 }], 2],
      ["POST", "", [{ collection: "d", id: "a" }], 1],
      ["POST", "/c", [], 0],
      ["DELETE", "/c/a", undefined, 0],
      ["DELETE", "/c?ids=b,c", undefined, 0],
      ["DELETE", "/c", undefined, 0],
      ["DELETE", "", undefined, 0],
      ["PUT", "/c/a", { payload: "x" }, 1],
    ] satisfies [string, string, unknown, number][]) {
      await session.stage(method, `/${partition}${path}`, body);
      count += added;
      const state = expectStatus(await session.state(), 200);
      expectEqual(state, "staged", state.json?.staged, count);
    }
  }),

  "session.state.expires-in": needs(
    { waits: true },
    withSessions(async ({ account, partition, limits, begin }) => {
      const ttl = Math.min(TTL, limits.ttl, limits.lifetime);
      const now = async () => {
        const answer = control(await account.get("/info/configuration"), 200);
        return present("X-Weave-Timestamp", answer.integer("X-Weave-Timestamp"));
      };
      // What is left when it is asked, counted from when the session was renewed at the earliest and at the latest.
      const expectLeft = async (renewed: Answer, second: number | null, asked = session) => {
        const state = control(await asked.state(), 200);
        const left = state.json?.expires_in ?? Number.NaN;
        const end = (time: (answer: Answer) => number) =>
          Math.min(time(renewed) + asked.ttl, time(asked.begun) + limits.lifetime);
        const [least, most] = [end(began) - ended(state), end(ended) - began(state)];
        const exact = Math.floor(least + 0.95);
        // A clock of whole seconds may have gone on by one more than has passed.
        const counted =
          second === null
            ? 0
            : asked.ttl - (present("X-Weave-Timestamp", state.integer("X-Weave-Timestamp")) - second);
        const right = left >= Math.min(exact, Math.max(exact - 1, counted)) && left <= Math.ceil(most + 0.05);
        expectThat(
          state,
          right,
          `expires_in of ${least.toFixed(1)} to ${most.toFixed(1)} s, rounded up`,
          left,
        );
      };
      let second = await now();
      const session = await begin({ ttl, scope: [partition] });
      await expectLeft(session.begun, second);
      if (ttl < 2) return;
      await until(ended(session.begun) + 1.3);
      await expectLeft(session.begun, null);
      if (limits.lifetime < 1.5 + ttl) return;
      second = await now();
      const renewed = control(await session.request("GET", "/info/collections"), 200);
      await expectLeft(renewed, second);
      // A renewal brings nothing beyond the greatest lifetime.
      await session.drop();
      const last = await begin();
      const end = began(last.begun) + limits.lifetime - last.ttl + BEYOND;
      if (end - Date.now() / 1000 > PATIENCE) return;
      for (;;) {
        await until(Math.min(Date.now() / 1000 + last.ttl * 0.6, end));
        const again = control(await last.request("GET", "/info/collections"), 200);
        if (ended(again) < end) continue;
        return await expectLeft(again, null, last);
      }
    }),
  ),

  "session.state.reads": needs(
    { waits: true },
    withSessions(async ({ account, limits, begin }) => {
      const session = await begin({ ttl: Math.min(TTL, limits.ttl) });
      const { begun, ttl } = session;
      for (const moment of [0.2, 0.4, 0.6]) {
        await until(began(begun) + ttl * moment);
        control(await session.state(), 200);
        await account.head(session.path);
      }
      await session.expire();
      expectProblem(await account.get(session.path), 410, "session-ended");
    }),
  ),

  "session.renew": needs(
    { waits: true },
    withSessions(async ({ account, partition, limits, begin }) => {
      const other = otherThan(partition);
      await put(account, `/${partition}/d/a`, { payload: "x" });
      const version = await put(account, `/${partition}/c/a`, { payload: "x" });
      const ttl = Math.min(TTL, limits.ttl);
      // Two of them take longer than a session that is not renewed may be seen.
      const step = ttl * 0.7;
      if (limits.lifetime <= step * 3.5) {
        throw new Untested(
          `announces max_session_lifetime ${limits.lifetime} s; the check takes ${step * 3} s`,
        );
      }
      const lead = async (scope: string, renewing: [string, string, unknown?, Options?][]) => {
        const session = await begin({ scope: [scope], ttl });
        // Had one of them not renewed it, it would have expired before the next but one.
        let last: Answer = session.begun;
        for (const request of renewing) {
          await until(ended(last) + step);
          last = await session.request(...request);
          expectThat(last, last.status !== 410, "every request to renew its session", "410");
          control(last, 200, 202, 304);
        }
        await until(ended(last) + step);
        expectStatus(await session.state(), 200);
        await session.drop();
      };
      const leads = [
        () =>
          lead(`${partition}/c`, [
            ["GET", `/${partition}/c/a`],
            ["PUT", `/${partition}/c/a`, { payload: "y" }],
          ]),
        () =>
          lead(`${partition}/d`, [
            ["GET", "/info/collections", undefined, { ifModified: version }],
            ["DELETE", `/${partition}/d/a`],
          ]),
        () =>
          lead(`${partition}/e`, [
            ["HEAD", `/${partition}`],
            // It stages nothing, and is performed all the same.
            ["POST", `/${partition}/e`, []],
          ]),
        () =>
          lead(other, [
            ["POST", `/${other}`, [{ collection: "c", id: "a" }]],
            ["DELETE", `/?keep=${partition}`],
          ]),
      ];
      // As many at a time as there may be.
      while (leads.length > 0) {
        await Promise.all(leads.splice(0, Math.min(limits.sessions, leads.length)).map((run) => run()));
      }
    }),
  ),
} satisfies Partial<ChecksOf<"session">>;
