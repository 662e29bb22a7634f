/** Checks when a server grants a session beside live ones, and when it refuses one. */
import { PARTITIONS } from "../../contract/document.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Untested } from "../../runner/outcomes.ts";
import { ended, expectConflict } from "../support/begun-session.ts";
import { control, expectProblem, expectStatus, expectThat } from "../support/expect.ts";
import { otherThan, requireSessions, withSessions } from "../support/with-sessions.ts";

/** More sessions than this are not begun at once. */
const MOST_SESSIONS = 100;
const MOST_DISJOINT = 20;
const ROUNDS = 5;
const RACERS = 8;

export const sessionBeside = {
  "session.begin.overlap": withSessions(async ({ partition, limits, ask, begin }) => {
    requireSessions(limits, 2);
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

  "session.begin.disjoint": needs(
    { waits: true },
    withSessions(async ({ partition, limits, ask, adopt }) => {
      requireSessions(limits, 2);
      const scopes = [
        [`${partition}/cc`],
        [`${partition}/C`, `${partition}/d`],
        [otherThan(partition)],
        [`${partition}/c1`],
        ...Array.from({ length: MOST_DISJOINT }, (_, index) => [`${partition}/more${index}`]),
      ];
      // Sessions that are over are none, however they ended and whatever they held.
      const grant = async (scope: string[], ttl = limits.ttl) => {
        // A server that refuses the rate is waited for; one that goes on after that refuses the session.
        const answer = await ask({ scope, ttl });
        const last = answer.status === 429 ? await ask({ scope, ttl }, { patient: false }) : answer;
        return adopt(expectStatus(last, 201));
      };
      for (let over = 0; over < 2; over++) {
        const scope = [`${partition}/over`];
        control(await (await grant(scope)).abort(), 204);
        control(await (await grant(scope)).commit(), 200);
        const written = await grant(scope);
        await written.stage("PUT", `/${partition}/over/a`, { payload: "x" });
        control(await written.commit(), 200);
      }
      await (await grant([`${partition}/brief`], 1)).expire();
      const first = await grant([`${partition}/c`]);
      // As many as the server announces, or as a check begins.
      for (const scope of scopes.slice(0, Math.min(limits.sessions, MOST_DISJOINT) - 1)) {
        await grant(scope);
      }
      control(await first.state(), 200);
    }),
  ),

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
