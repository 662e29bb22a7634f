/** Checks that the `X-Weave-Limit` of a 413 names the limit that the request exceeds, and its value. */
import type { Answer } from "../../exchange/answer.ts";
import type { Check, ChecksOf } from "../../runner/define-check.ts";
import { Broken, NotApplicable } from "../../runner/outcomes.ts";
import {
  type LimitHeader,
  type LimitName,
  type Limits,
  limitHeaderOf,
  limitsOf,
  sendAsNewClient,
} from "../support/announced-limits.ts";
import { expectEqual, expectThat } from "../support/expect.ts";
import { fill, fillings } from "../support/fill-session.ts";
import { oversized } from "../support/oversized-requests.ts";
import { send } from "../support/sample-requests.ts";
import { type SessionCheckContext, withSessions } from "../support/with-sessions.ts";

/** A 413, and the limit that it is for. */
interface Refused {
  limit: LimitName;
  answer: Answer;
}

/**
 * Exceeds every limit that can be exceeded by itself.
 * @param inSessions those of sessions too
 * @throws Broken when nothing is answered 413
 */
async function exceedAll(
  context: SessionCheckContext,
  limits: Limits,
  inSessions: boolean,
): Promise<Refused[]> {
  const { account, partition, begin } = context;
  const found: Refused[] = [];
  for (const { limit, over } of oversized(partition, limits)) {
    found.push({ limit, answer: await sendAsNewClient((options) => send(account, over, options)) });
  }
  for (const filling of inSessions ? fillings(limits) : []) {
    const session = await begin();
    await fill(session, partition, filling);
    const { limit, payload } = filling;
    const two = ["one", "two"].map((id) => ({ id, payload }));
    const path = `/${partition}/more`;
    found.push({
      limit,
      answer: await sendAsNewClient((options) => session.request("POST", path, two, options)),
    });
    await session.abort();
  }
  // Whether a limit is kept, other rules say.
  const refused = found.filter(({ answer }) => answer.status === 413);
  if (refused.length === 0) throw new Broken("set-up: nothing oversized was answered 413");
  return refused;
}

/** Judges every 413 by what its `X-Weave-Limit` says. */
function judging(
  judge: (refused: Refused, told: LimitHeader | null, limits: Limits) => void,
  inSessions = true,
): Check {
  return withSessions(async (context) => {
    const limits = await limitsOf(context.account);
    for (const refused of await exceedAll(context, limits, inSessions)) {
      judge(refused, limitHeaderOf(refused.answer), limits);
    }
  });
}

export const limitHeader = {
  "limit.header": judging(({ answer }, told) => {
    const got = answer.header("X-Weave-Limit");
    expectThat(answer, told !== null, "X-Weave-Limit as an item, a token with the integer limit", got);
  }),

  "limit.header.name": judging(({ limit, answer }, told) => {
    expectEqual(answer, "the token of X-Weave-Limit", told?.name, limit);
  }),

  "limit.header.value": judging(({ limit, answer }, told, limits) => {
    // That it is the right one of them is the business of another rule.
    const expected = limits[told?.name as LimitName] ?? limits[limit];
    expectEqual(answer, "the limit of X-Weave-Limit", told?.limit, expected);
  }),

  "limit.header.received": withSessions(async (context) => {
    const refused = await exceedAll(context, await limitsOf(context.account), false);
    const told = refused.map(({ answer }) => ({ answer, ...limitHeaderOf(answer) }));
    const knowing = told.filter(({ received }) => typeof received === "number");
    if (knowing.length === 0) throw new NotApplicable("the server tells of nothing received");
    for (const { answer, received, limit } of knowing) {
      const above = Number(received) > Number(limit);
      expectThat(answer, above, `received to be above the limit of ${limit}`, received);
    }
  }),
} satisfies Partial<ChecksOf<"limit">>;
