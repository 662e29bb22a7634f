/** Checks that the quota applies to the commit of a session, not to what the session stages. */
import type { ChecksOf } from "../../runner/define-check.ts";
import { expectSame } from "../support/account-contents.ts";
import { expectConflict } from "../support/begun-session.ts";
import { control, expectEqual, expectProblem, expectStatus } from "../support/expect.ts";
import { Quota, WORD } from "../support/quota-account.ts";
import { withSessions } from "../support/with-sessions.ts";

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

  "quota.commit-within": withSessions(async ({ account, partition, begin }) => {
    const quota = await Quota.of(account, partition);
    await quota.fill();
    const [C, D] = [`/${partition}/c`, `/${partition}/d`];
    const large = { payload: WORD };
    const old = { id: "old", ...large };
    // In each round `c/old` has the word in it, and there is room for so many bytes.
    for (const [left, staged, usage] of [
      [NEEDED, [["PUT", `${C}/new`, large]], 0],
      [0, [["PUT", `${C}/old`, large]], 0],
      [0, [["POST", C, [{ ...old, payload: "x".repeat(NEEDED) }]]], 0],
      [0, [["POST", `/${partition}`, [{ collection: "c", ...old }]]], 0],
      // The sum of what comes and what goes is what counts, in whatever order it is staged.
      [
        0,
        [
          ["PUT", `${C}/new`, large],
          ["DELETE", `${C}/old`, undefined],
        ],
        0,
      ],
      [
        0,
        [
          ["DELETE", `${C}/old`, undefined],
          ["PUT", `${C}/new`, large],
        ],
        0,
      ],
      [
        0,
        [
          ["POST", C, [{ id: "new", ...large }]],
          ["DELETE", `${C}?ids=old`, undefined],
        ],
        0,
      ],
      [
        0,
        [
          ["PUT", `${D}/new`, large],
          ["DELETE", C, undefined],
        ],
        0,
      ],
      [
        0,
        [
          ["PUT", `${C}/new`, large],
          ["POST", `${C}/old`, { payload: null }],
        ],
        0,
      ],
      [
        0,
        [
          ["PUT", `${C}/new`, large],
          ["DELETE", `${C}/new`, undefined],
        ],
        0,
      ],
      [
        NEEDED,
        [
          ["PUT", `${C}/new`, large],
          ["PUT", `${C}/new`, large],
          ["PUT", `${C}/new`, large],
        ],
        0,
      ],
      [
        0,
        [
          ["PUT", `${C}/new`, { payload: "" }],
          ["POST", `${C}/old`, { sortindex: 1 }],
        ],
        0,
      ],
      [0, [], 0],
      [0, [["DELETE", `${C}/old`, undefined]], NEEDED],
    ] satisfies [number, Staged, number][]) {
      await quota.room(left, WORD);
      const session = await begin({ scope: [`${partition}/c`, `${partition}/d`] });
      for (const [method, path, body] of staged) await session.stage(method, path, body);
      const answer = expectStatus(session.during(await session.commit(), 200), 200);
      expectEqual(answer, "the usage", await quota.usage(), quota.bytes - usage);
    }
    await quota.room(0, WORD);
    await quota.controlFull();
  }),

  "quota.staged": withSessions(async ({ account, partition, begin }) => {
    const quota = await Quota.of(account, partition);
    await quota.fill();
    await quota.room(0);
    await quota.controlFull();
    const C = `/${partition}/c`;
    const session = await begin();
    for (const [method, path, body] of [
      ["PUT", `${C}/new`, { payload: WORD }],
      ["POST", `${C}/old`, { payload: WORD }],
      ["POST", C, [{ id: "n0", payload: WORD }, { id: "n1" }]],
      ["POST", `/${partition}`, [{ collection: "e", id: "n0", payload: WORD }]],
      ["DELETE", `${C}/old`, undefined],
    ] satisfies Staged) {
      expectStatus(session.during(await session.request(method, path, body), 202), 202);
    }
    control(session.during(await session.commit(), 403), 403);
  }),

  "quota.sessions": withSessions(async ({ account, partition, ask, adopt }) => {
    const quota = await Quota.of(account, partition);
    await quota.fill();
    await quota.room(0);
    await quota.controlFull();
    for (const request of [{ scope: [`${partition}/c`] }, { scope: [partition], ttl: 5 }, null]) {
      const session = adopt(expectStatus(await ask(request), 201));
      expectStatus(await session.state(), 200);
      expectStatus(session.during(await account.head(session.path), 200), 200);
      expectStatus(session.during(await session.abort(), 204), 204);
    }
    await quota.controlFull();
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
