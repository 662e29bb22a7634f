/** Checks when a session ends, that its scope is then free, and that an abort or expiry drops what it staged. */
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Inconclusive, Untested } from "../../runner/outcomes.ts";
import { contentsOf, controlChanged, expectSame } from "../support/account-contents.ts";
import { began, ended, GRACE, PATIENCE, type Session, until } from "../support/begun-session.ts";
import { control, expectProblem, expectStatus, expectSuccess } from "../support/expect.ts";
import { prepare } from "../support/sample-requests.ts";
import { withSessions } from "../support/with-sessions.ts";

/** Sessions that are begun at different moments of a second. */
const MOMENTS = 4;

/** Stages a write of each kind on a prepared account. */
async function stageSome(session: Session, partition: string): Promise<void> {
  await session.stage("PUT", `/${partition}/sample/a`, { payload: "staged" });
  await session.stage("PUT", `/${partition}/new/a`, { payload: "staged" });
  await session.stage("POST", `/${partition}/sample`, [{ id: "c", payload: "staged" }]);
  await session.stage("DELETE", `/${partition}/elsewhere`);
}

export const sessionEnd = {
  "session.abort.ok": withSessions(async ({ account, partition, begin }) => {
    for (const client of ["suite", "another"]) {
      const session = await begin();
      await session.stage("PUT", `/${partition}/c/a`, { payload: "x" });
      control(await session.state(), 200);
      expectStatus(await session.abort({ headers: [["X-Weave-Client", client]] }), 204);
      control(await account.get(session.path), 410);
    }
  }),

  "session.abort.drops": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    const before = await contentsOf(account);
    const session = await begin();
    await stageSome(session, partition);
    const aborted = control(await session.abort(), 204);
    expectSame(aborted, await contentsOf(account), before);
    // Nor does what comes after it bring anything back.
    await account.send("POST", `${session.path}/commit`, null);
    const next = await begin();
    const nothing = control(await next.commit(), 200);
    expectSame(nothing, await contentsOf(account), before);
    const twin = await begin();
    await stageSome(twin, partition);
    controlChanged(control(await twin.commit(), 200), await contentsOf(account), before);
  }),

  "session.end.frees": needs(
    { waits: true },
    withSessions(async ({ account, partition, limits, begin, ask, adopt }) => {
      const path = `/${partition}/c/a` as const;
      for (const end of [
        // First: each round ends with it, and needs it to have freed the scope.
        async (session: Session) => void control(await session.abort(), 204),
        async (session: Session) => void control(await session.commit(), 200),
        (session: Session) => session.expire(),
      ]) {
        const session = await begin({ ttl: Math.min(2, limits.ttl) });
        control(session.during(await account.put(path, { payload: "x" }), 409), 409);
        // Renewed, it is still one session.
        await session.stage("PUT", path, { payload: "x" });
        await end(session);
        // A write would wait for what still holds the scope; whoever asks for a session does not.
        const next = adopt(expectStatus(await ask({ scope: [partition], ttl: limits.ttl }), 201));
        control(await next.abort(), 204);
        expectSuccess(await account.put(path, { payload: "x" }));
      }
    }),
  ),

  "session.end.expiry": needs(
    { waits: true },
    withSessions(async ({ account, partition, begin }) => {
      await prepare(account, partition);
      const before = await contentsOf(account);
      const twin = await begin();
      await stageSome(twin, partition);
      controlChanged(control(await twin.commit(), 200), await contentsOf(account), before);
      const held = await contentsOf(account);
      const session = await begin({ ttl: 2 });
      await session.stage("PUT", `/${partition}/sample/b`, { payload: "late" });
      await session.stage("DELETE", `/${partition}/sample/a`);
      control(await session.state(), 200);
      await session.expire();
      const seen = expectProblem(await account.get(session.path), 410, "session-ended");
      expectSame(seen, await contentsOf(account), held);
      const late = await account.send("POST", `${session.path}/commit`, null);
      expectProblem(late, 410, "session-ended");
      expectSame(late, await contentsOf(account), held);
    }),
  ),

  "session.end.lives": needs(
    { waits: true },
    withSessions(async ({ account, partition, limits, begin }) => {
      const ttl = Math.min(3, limits.ttl, limits.lifetime);
      // Begun at different moments of a second: one that is rounded to whole seconds would lose most of one.
      const all: Session[] = [];
      for (let index = 0; index < Math.min(MOMENTS, limits.sessions); index++) {
        const session = await begin({ scope: [`${partition}/c${index}`], ttl });
        all.push(session);
        await until(began(session.begun) + 0.25);
      }
      for (const { begun, path } of all) {
        const least = began(begun) + ttl;
        await until(least - Math.min(0.8, ttl / 4));
        const seen = await account.get(path);
        if (seen.status === 410 && ended(seen) >= least) {
          throw new Inconclusive(`the answer took longer than the ttl of ${ttl} s`);
        }
        expectStatus(seen, 200);
      }
    }),
  ),

  "session.end.lifetime": needs(
    { waits: true },
    withSessions(async ({ account, limits, begin }) => {
      const { lifetime } = limits;
      if (lifetime > PATIENCE) {
        throw new Untested(
          `announces max_session_lifetime ${lifetime} s; the check waits at most ${PATIENCE} s`,
        );
      }
      const session = await begin();
      const { begun, ttl } = session;
      const over = ended(begun) + lifetime + GRACE;
      const pause = Math.min(ttl / 3, 1);
      while (Date.now() / 1000 < over) {
        const renewed = await account.get("/info/collections", session.own());
        if (renewed.status === 410 && ended(renewed) >= began(begun) + lifetime) break;
        control(session.renewed(renewed), 200);
        await until(Math.min(Date.now() / 1000 + pause, over));
      }
      expectProblem(await account.get(session.path), 410, "session-ended");
    }),
  ),
} satisfies Partial<ChecksOf<"session">>;
