import type { ChecksOf } from "../engine/check.ts";
import { expectSame } from "./support/contents.ts";
import { control, expectEqual, expectProblem, expectStatus } from "./support/expect.ts";
import { Quota, WORD } from "./support/quota.ts";
import { expectConflict } from "./support/session.ts";
import { withSessions } from "./support/sessions.ts";

const NEEDED = Buffer.byteLength(WORD);

/** Requests of one session. */
type Staged = [method: string, path: string, body: unknown][];

export const quotaCommit = {
  "quota.commit": withSessions(async ({ account, partition, begin }) => {
    const quota = await Quota.of(account, partition);
    await quota.fill();
    const C = `/${partition}/c`;
    const [one, two] = [...WORD].map((payload, index) => ({ id: `n${index}`, payload }));
    for (const staged of [
      [["PUT", `${C}/new`, { payload: WORD }]],
      // Each of them would have room, the two of them have not.
      [
        ["POST", `${C}/n0`, one],
        ["POST", C, [two]],
      ],
      [["POST", `/${partition}`, [{ collection: "c", id: "old", payload: WORD }]]],
    ] satisfies Staged[]) {
      for (const left of [NEEDED, NEEDED - 1]) {
        await quota.room(left);
        const session = await begin({ scope: [`${partition}/c`] });
        for (const [method, path, body] of staged) await session.stage(method, path, body);
        const answer = session.during(await session.commit(), 200, 403);
        if (left === NEEDED) {
          control(answer, 200);
        } else {
          expectProblem(answer, 403, "quota-exceeded");
          await session.abort();
        }
      }
    }
  }),

  "quota.commit-lives": withSessions(async ({ account, partition, begin }) => {
    const quota = await Quota.of(account, partition);
    await quota.fill();
    await quota.room(NEEDED - 1);
    const C = `/${partition}/c` as const;
    const [first, second] = [...WORD] as [string, string];
    const session = await begin({ scope: [`${partition}/c`] });
    await session.stage("PUT", `${C}/one`, { payload: first });
    await session.stage("POST", C, [{ id: "two", payload: second }]);
    const { staged } = Object(control(await session.state(), 200).json) as { staged?: number };
    const before = await quota.state();
    const refused = control(session.during(await session.commit(), 403), 403);
    expectSame(refused, await quota.state(), before);
    const state = expectStatus(await session.state(), 200);
    expectEqual(state, "the number of staged records", state.json?.staged, staged);
    expectConflict(await account.put(`${C}/one`, { payload: "" }), session);
    // Outside the scope, where there is enough to make room.
    control(await account.delete(`/${partition}/d`), 204);
    expectStatus(session.during(await session.commit(), 200), 200);
    for (const [id, payload] of [
      ["one", first],
      ["two", second],
    ]) {
      const answer = expectStatus(await account.get(`${C}/${id}` as "/storage/c/one"), 200);
      expectEqual(answer, `the payload of ${id}`, answer.json?.payload, payload);
    }
  }),
} satisfies Partial<ChecksOf<"quota">>;
