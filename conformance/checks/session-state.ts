import { type ChecksOf, needs } from "../engine/check.ts";
import { Untested } from "../engine/outcomes.ts";
import type { Options } from "../exchange/account.ts";
import {
  control,
  expectEqual,
  expectProblem,
  expectStatus,
  expectThat,
  versionOf,
} from "./support/expect.ts";
import { put } from "./support/fixtures.ts";
import { began, ended, GRACE, until, withSessions } from "./support/sessions.ts";

/** Of what is short enough to be waited for. */
const TTL = 2;
const STEADY = ["X-Weave-Store", "Cache-Control", "X-Last-Modified-Version"];

/** What a session says of itself, and what keeps it alive. */
export const sessionStateOf = {
  "session.state.head": withSessions(async ({ account, begin }) => {
    const session = await begin();
    const bare = expectStatus(await account.head(session.path, { bare: true }), 200);
    expectThat(bare, bare.body.length === 0, "no octet after the head", `${bare.body.length} octets`);
    const named: Options = {
      headers: [
        ["X-Weave-Client", "suite"],
        ["Accept", "application/json"],
      ],
    };
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
    control(await expectMirrored(named), 200);
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

  "session.state.reads": needs(
    { waits: true },
    withSessions(async ({ account, limits, begin }) => {
      const session = await begin({ ttl: Math.min(TTL, limits.ttl) });
      const { begun, ttl } = session;
      for (let moment = 0.2; moment < 1; moment += 0.2) {
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
      const path = `/${partition}/c/a`;
      await put(account, `/${partition}/c/a`, { payload: "x" });
      const session = await begin({ ttl: Math.min(TTL, limits.ttl) });
      const step = session.ttl * 0.6;
      const version = versionOf(control(await account.get(path), 200));
      const renewing = [
        () => session.request("GET", path),
        () => session.request("PUT", path, { payload: "y" }),
        () => session.request("GET", "/info/collections", undefined, { ifModified: version }),
        () => session.request("HEAD", `/${partition}`),
      ];
      const takes = step * (renewing.length + 1);
      if (limits.lifetime < takes + 0.5) {
        throw new Untested(`announces max_session_lifetime ${limits.lifetime} s; the check takes ${takes} s`);
      }
      // Had one of them not renewed it, it would have expired before the next but one.
      let last = session.begun as Parameters<typeof ended>[0];
      for (const renew of renewing) {
        await until(ended(last) + step);
        last = await renew();
        expectThat(last, last.status !== 410, "the session to be renewed by every request", last.status);
        control(last, 200, 202, 304);
      }
      await until(ended(last) + step);
      const state = expectStatus(await session.state(), 200);
      expectThat(
        state,
        ended(state) - began(session.begun) > session.ttl + GRACE,
        "a long life",
        state.status,
      );
    }),
  ),
} satisfies Partial<ChecksOf<"session">>;
