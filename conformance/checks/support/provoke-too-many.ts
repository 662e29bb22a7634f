/** Provokes 429s: by oversized bodies, and by too many sessions. */
import type { Answer } from "../../exchange/answer.ts";
import { Broken, NotApplicable, Untested } from "../../runner/outcomes.ts";
import type { Limits } from "./announced-limits.ts";
import { beginWait } from "./oversize-wait.ts";
import type { SessionCheckContext } from "./with-sessions.ts";

/** A check begins no more sessions than this. */
const MOST_SESSIONS = 100;

/**
 * Provokes 429s in all possible ways.
 * @throws Untested if there is none
 * @throws Broken if nothing is answered 429
 */
export async function provokeTooMany(context: SessionCheckContext, limits: Limits): Promise<Answer[]> {
  const answers = [
    ...(await provokeByOversizedBody(context, limits)),
    ...(await provokeByTooManySessions(context, limits)),
  ];
  if (answers.length === 0) {
    throw new Untested(
      `lets nobody wait after a 413, and announces max_sessions ${limits.max_sessions}; ` +
        `a check begins at most ${MOST_SESSIONS}`,
    );
  }
  const refused = answers.filter(({ status }) => status === 429);
  if (refused.length === 0) throw new Broken("set-up: nothing was answered 429");
  return refused;
}

/** Sends a second oversized body of a client. */
export async function provokeByOversizedBody(
  { account, partition }: SessionCheckContext,
  limits: Limits,
): Promise<Answer[]> {
  try {
    const wait = await beginWait(account, partition, limits);
    return [await wait.ask()];
  } catch (error) {
    // If a server has no such wait, the other way may still work.
    if (error instanceof NotApplicable || error instanceof Untested || error instanceof Broken) return [];
    throw error;
  }
}

/** Asks for one session more than the server allows, then ends all of them. */
export async function provokeByTooManySessions(
  { partition, ask, adopt, begin }: SessionCheckContext,
  { max_sessions: most }: Limits,
): Promise<Answer[]> {
  if (most > MOST_SESSIONS) return [];
  const live = [];
  for (let index = 0; index < most; index++) live.push(await begin({ scope: [`${partition}/c${index}`] }));
  const answer = await ask({ scope: [`${partition}/beyond`] });
  for (const session of live) session.during(answer, 429);
  if (answer.ok) live.push(adopt(answer));
  for (const session of live) await session.abort();
  return [answer];
}
