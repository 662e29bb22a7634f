/** Checks that every successful write says in `X-Weave-Quota-Remaining` how much of the quota is left. */
import { PARTITIONS } from "../../contract/document.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { control, expectEqual, expectThat } from "../support/expect.ts";
import { Quota, WORD } from "../support/quota-account.ts";
import { type SessionCheckContext, withSessions } from "../support/with-sessions.ts";

const HEADER = "X-Weave-Quota-Remaining";

/**
 * Writes in every way that the document defines, a commit included.
 * @param judge of each answer, before the next request
 */
async function writeInEveryWay(
  { account, partition, begin }: SessionCheckContext,
  judge: (answer: Answer) => void | Promise<void>,
): Promise<void> {
  const P = `/${partition}` as const;
  const R = `${P}/c/a` as const;
  const C = `${P}/c` as const;
  await judge(control(await account.put(R, { payload: WORD }), 201));
  await judge(control(await account.put(R, { payload: "x" }), 204));
  await judge(control(await account.post(`${C}/b` as typeof R, { payload: WORD }), 201));
  await judge(control(await account.post(R, { sortindex: 1 }), 204));
  await judge(control(await account.post(C, [{ id: "c", payload: WORD }, { id: "d" }]), 200));
  await judge(control(await account.post(P, [{ collection: "d", id: "a", payload: WORD }]), 200));
  // A list of which nothing is stored is a write as well, and so is one that comes as lines.
  await judge(control(await account.post(C, []), 200));
  await judge(control(await account.post(C, RawBody.lines([{ id: "c", payload: WORD }])), 200));
  const session = await begin({ scope: [`${partition}/c`] });
  await session.stage("POST", C, [{ id: "e", payload: WORD }]);
  await session.stage("DELETE", R);
  await judge(control(session.during(await session.commit(), 200), 200));
  for (const path of [`${C}/b`, `${C}?ids=c,d`, `${P}?collections=d`, C]) {
    await judge(control(await account.delete(path), 204));
  }
  for (const path of [P, `/?keep=${partition}/d`, "/"]) {
    control(await account.put(`${P}/d/a`, { payload: WORD }), 201, 204);
    control(await account.put(R, { payload: WORD }), 201);
    await judge(control(await account.delete(path), 204));
  }
}

export const quotaRemaining = {
  "quota.remaining.present": withSessions(async (context) => {
    await Quota.of(context.account, context.partition);
    await writeInEveryWay(context, (answer) => {
      const got = answer.header(HEADER);
      expectThat(answer, /^[0-9]+$/.test(got ?? ""), `${HEADER} with a ${answer.status}`, got);
    });
  }),

  "quota.remaining.value": withSessions(async (context) => {
    const quota = await Quota.of(context.account, context.partition);
    const judge = async (answer: Answer) => {
      const expected = Math.max(0, quota.bytes - (await quota.usage()));
      expectEqual(answer, HEADER, answer.integer(HEADER), expected);
    };
    for (const each of PARTITIONS) {
      await judge(control(await context.account.put(`/${each}/kept/a`, { payload: WORD }), 201));
    }
    await writeInEveryWay(context, judge);
  }),
} satisfies Partial<ChecksOf<"quota">>;
