/** Checks that only a 409, 429 or 503 carries `Retry-After`, and that its request changes nothing. */
import { PARTITIONS } from "../contract/document.ts";
import type { Answer } from "../exchange/answer.ts";
import type { ChecksOf } from "../runner/define-check.ts";
import { Broken, NotApplicable, Untested } from "../runner/outcomes.ts";
import { type Limits, limitsOf, sendAsNewClient } from "./support/announced-limits.ts";
import { control, expectSuccess, expectThat } from "./support/expect.ts";
import { changes, expectIdle } from "./support/expect-unchanged.ts";
import { beginWait } from "./support/oversize-wait.ts";
import { oversized, oversizedOrNone } from "./support/oversized-requests.ts";
import { provoke } from "./support/provoke-problems.ts";
import { provokeByOversizedBody, provokeByTooManySessions } from "./support/provoke-too-many.ts";
import { prepare, type Sample, send, tour } from "./support/sample-requests.ts";
import { type SessionCheckContext, withSessions } from "./support/with-sessions.ts";

const HARD = [409, 429, 503];

/** A whole number of seconds, once; two lines of it would be joined by a comma. */
const SECONDS = /^[1-9][0-9]{0,10}$/;

/** Writes, and a second session, that meet with a session that owns the partition. */
async function conflicts(context: SessionCheckContext): Promise<Answer[]> {
  const { account, partition, ask, adopt, begin } = context;
  await prepare(account, partition);
  const session = await begin();
  const answers: Answer[] = [];
  for (const sample of changes(partition)) answers.push(session.during(await send(account, sample), 409));
  const second = await ask({ scope: [partition] });
  if (second.ok) await adopt(second).abort();
  await session.abort();
  return refusedBy(409, [...answers, second]);
}

/** Whether a request has to be refused, other rules say; here one has to be. */
function refusedBy(status: number, answers: Answer[]): Answer[] {
  const refused = answers.filter((answer) => answer.status === status);
  if (refused.length === 0) throw new Broken(`set-up: nothing was answered ${status}`);
  return refused;
}

/** A request that meets with a session leaves the account as it was, also once the session has ended. */
async function leavesLeased({ account, partition, ask, adopt, begin }: SessionCheckContext): Promise<void> {
  const meeting = (sample: Sample) => async () => {
    const session = await begin({ scope: [...PARTITIONS] });
    const answer = session.during(await send(account, sample), 409);
    control(await session.abort(), 204);
    return answer;
  };
  await expectIdle(account, partition, changes(partition).map(meeting), 409);
  const session = await begin();
  const second = session.during(await ask({ scope: [partition] }), 409);
  control(await session.abort(), 204);
  if (second.ok) control(await adopt(second).abort(), 204);
  else expectSuccess(control(await account.put(`/${partition}/sample/free`, { payload: "" }), 201, 204, 409));
}

/** What comes too soon after a 413 is not performed, not even as far as the limits would let it. */
async function leavesWaiting({ account, partition }: SessionCheckContext, limits: Limits): Promise<void> {
  const tooSoon = oversized(partition, limits).map(({ over }) => async () => {
    const wait = await beginWait(account, partition, limits);
    return wait.during(await wait.ask(over), 429);
  });
  await expectIdle(account, partition, tooSoon, 429);
}

/** A session beyond those that there may be is not begun. */
async function leavesFree(context: SessionCheckContext, limits: Limits): Promise<void> {
  const refused = (await provokeByTooManySessions(context, limits)).filter(({ status }) => status === 429);
  if (refused.length === 0) return;
  const free = await context.account.put(`/${context.partition}/beyond/a`, { payload: "" });
  // A session that was begun all the same would own this.
  expectSuccess(control(free, 201, 204, 409));
}

export const retry = {
  "retry.present": withSessions(async (context) => {
    const limits = await limitsOf(context.account);
    const tooMany = [
      ...(await provokeByOversizedBody(context, limits)),
      ...(await provokeByTooManySessions(context, limits)),
    ];
    for (const answer of [...(await conflicts(context)), ...tooMany.filter(({ status }) => status === 429)]) {
      const got = answer.header("Retry-After");
      const expected = `Retry-After of at least 1 with a ${answer.status}`;
      expectThat(answer, SECONDS.test(got ?? ""), expected, got);
    }
  }),

  "retry.elsewhere": withSessions(async (context) => {
    const { account, partition } = context;
    const limits = await limitsOf(account);
    const known = await conflicts(context);
    if (!known.some((answer) => answer.header("Retry-After"))) {
      throw new Broken("set-up: not even a 409 has Retry-After");
    }
    const answers = [
      ...(await tour(account, partition)),
      ...(await provoke(account, partition)).map(({ answer }) => answer),
      await account.get("/sessions/none"),
    ];
    for (const { over } of oversizedOrNone(partition, limits)) {
      answers.push(await sendAsNewClient((options) => send(account, over, options)));
    }
    const others = answers.filter(({ status }) => status !== 0 && !HARD.includes(status));
    if (!others.some(({ ok }) => ok)) throw new Broken("set-up: nothing succeeded");
    for (const answer of others) {
      const got = answer.header("Retry-After");
      expectThat(answer, got === undefined, `no Retry-After with a ${answer.status}`, got);
    }
  }),

  "retry.unperformed": withSessions(async (context) => {
    const limits = await limitsOf(context.account);
    await leavesLeased(context);
    await leavesFree(context, limits);
    try {
      await leavesWaiting(context, limits);
    } catch (error) {
      // The others are there all the same.
      if (!(error instanceof NotApplicable || error instanceof Untested)) throw error;
    }
  }),
} satisfies ChecksOf<"retry">;
