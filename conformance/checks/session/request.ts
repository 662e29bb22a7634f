/** Checks which bodies of a request for a session a server takes, clamps or refuses. */
import type { Account } from "../../exchange/account.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import type { Session } from "../support/begun-session.ts";
import { control, expectEqual, expectProblem, expectStatus, expectThat } from "../support/expect.ts";
import { type SessionCheckContext, withSessions } from "../support/with-sessions.ts";

/** Bodies of which each must be answered 422, while the valid ones are granted. */
function refuses(valid: RawBody[], malformed: RawBody[]) {
  return async ({ ask, adopt }: SessionCheckContext) => {
    for (const body of valid) await adopt(control(await ask(body), 201)).drop();
    for (const body of malformed) expectProblem(await ask(body), 422, "invalid-request");
  };
}

const NOT_TTLS = [null, 0, -1, 1.5, "60", "", true, [], [60], {}];
const NOT_OBJECTS = ["[]", "5", '"storage"', "true", "null", '["storage"]'];

/** Requests that a server refuses; whether it does is the business of other rules. */
async function sendRefused(account: Account, session: Session): Promise<void> {
  for (const header of [
    ["Accept", "text/html"],
    ["X-Weave-Client", "no name"],
  ] satisfies [string, string][]) {
    const options = { headers: [header] };
    await account.get(session.path, options);
    await account.head(session.path, options);
    await account.send("POST", `${session.path}/commit`, null, options);
    if (header[0] !== "Accept") await account.delete(session.path, options);
  }
  await session.drop();
}

export const sessionRequest = {
  "session.begin.scope-syntax": withSessions(async (context) => {
    const { partition } = context;
    const scoped = (scope: unknown) => RawBody.json({ scope });
    const many = (count: number) => Array.from({ length: count }, (_, index) => `${partition}/c${index}`);
    const malformed = [
      null,
      [],
      many(101),
      partition,
      {},
      5,
      [5],
      [null],
      [partition, null],
      [[partition]],
      [""],
      ["c"],
      [`/${partition}`],
      [`${partition}/`],
      [`${partition}/c/a`],
      [`${partition}//c`],
      [`${partition}/a!b`],
      [`${partition}/${"x".repeat(33)}`],
      [partition.toUpperCase()],
      [` ${partition}`],
      [`${partition}/c `],
      [`${partition}/caf\u00e9`],
      { 0: partition },
      ["info/collections"],
      [`${partition}/c`, "c"],
    ];
    const valid = [[partition], many(100), [`${partition}/${"x".repeat(32)}`]];
    await refuses(valid.map(scoped), malformed.map(scoped))(context);
  }),

  "session.begin.ttl-syntax": withSessions(async (context) => {
    const asking = (ttl: unknown) => RawBody.json({ scope: [context.partition], ttl });
    await refuses([1, 2].map(asking), NOT_TTLS.map(asking))(context);
  }),

  "session.begin.ttl-clamped": withSessions(async ({ partition, limits, ask, adopt }) => {
    const most = Math.min(limits.ttl, limits.lifetime);
    // In milliseconds, the second is more than 32 bits hold; the third is so in seconds.
    const wide = [2_147_484, 3_000_000_000].filter((ttl) => ttl > limits.ttl);
    const all = [limits.ttl, limits.ttl + 1, ...wide, Number.MAX_SAFE_INTEGER, undefined];
    for (const ttl of all) {
      const asked = await ask({ scope: [partition], ...(ttl !== undefined && { ttl }) });
      const answer = ttl === limits.ttl ? control(asked, 201) : expectStatus(asked, 201);
      const session = adopt(answer);
      // What is left is rounded up, and less the later it is looked at.
      const least = most - Math.ceil(answer.exchange.durationMs / 1000);
      const clamped = session.ttl <= most && session.ttl >= Math.max(1, least);
      expectThat(
        answer,
        clamped,
        `expires_in to be ${most} with ${ttl === undefined ? "no ttl" : `a ttl of ${ttl}`}`,
        session.ttl,
      );
      const state = control(await session.state(), 200);
      const left = state.json?.expires_in ?? Number.NaN;
      expectThat(state, left <= most, `expires_in to be at most ${most}`, left);
      await session.drop();
    }
  }),

  "session.begin.unexpected": withSessions(async (context) => {
    const { partition } = context;
    const valid = { scope: [partition], ttl: 1 };
    const members = [
      { scopes: [partition] },
      { ...valid, bogus: 1 },
      { ...valid, TTL: 5 },
      { ...valid, bogus: null },
      { ...valid, id: "x" },
    ];
    await refuses(
      [RawBody.json(valid), RawBody.json({})],
      [...NOT_OBJECTS.map((text) => new RawBody(text)), ...members.map((member) => RawBody.json(member))],
    )(context);
  }),

  "session.state.live": withSessions(async ({ account, partition, begin }) => {
    await sendRefused(account, await begin());
    const session = await begin({ scope: [`${partition}/c`] });
    const { id, scope, version, expires_in } = session.begun.json ?? {};
    control(await account.put(`/${partition}/d/a`, { payload: "x" }), 201);
    for (const client of ["suite", "another"]) {
      const headers: [string, string][] = [
        ["X-Weave-Client", client],
        ["Accept", "application/json"],
      ];
      const answer = expectStatus(await session.state({ headers }), 200);
      const shown = {
        id: answer.json?.id,
        scope: answer.json?.scope?.toSorted(),
        version: answer.json?.version,
      };
      expectEqual(answer, "the session", shown, { id, scope: scope?.toSorted(), version });
      expectEqual(answer, "staged", answer.json?.staged, 0);
      const left = answer.json?.expires_in ?? Number.NaN;
      expectThat(answer, left >= 1 && left <= (expires_in ?? 0), `expires_in from 1 to ${expires_in}`, left);
    }
  }),
} satisfies Partial<ChecksOf<"session">>;
