import type { Answer } from "../../exchange/answer.ts";
import { Broken, NotApplicable, Untested } from "../../runner/outcomes.ts";
import type { Limits } from "./limits.ts";
import type { SessionCheckContext } from "./sessions.ts";
import { beginWait } from "./waits.ts";

/** More sessions than this are not begun at once. */
const MOST_SESSIONS = 100;

/**
 * Brings about 429s in all ways that are within reach.
 * @throws Untested where there is none
 * @throws Broken where none was answered so
 */
export async function tooMany(context: SessionCheckContext, limits: Limits): Promise<Answer[]> {
  const answers = [...(await tooSoon(context, limits)), ...(await tooManySessions(context, limits))];
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

/** A second oversized body of a client. */
export async function tooSoon(
  { account, partition }: SessionCheckContext,
  limits: Limits,
): Promise<Answer[]> {
  try {
    const wait = await beginWait(account, partition, limits);
    return [await wait.ask()];
  } catch (error) {
    // Where a server keeps no such limit, the other way may still be open.
    if (error instanceof NotApplicable || error instanceof Untested || error instanceof Broken) return [];
    throw error;
  }
}

/** A session beyond those that there may be, which are ended after it. */
export async function tooManySessions(
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
