import type { Answer } from "./answer.ts";

/** Keeps count of the sessions that a check has open. */

const SESSION_PATH = /^\/sessions\/([^/?]+)(\/commit)?$/;

/** Updates the set of live sessions after an answer, so that the runner can end those that a check left open. */
export function trackSessions(answer: Answer, method: string, path: string, live: Set<string>): void {
  if (!answer.ok) return;
  if (answer.exchange.operation === "postSessions") {
    const { id } = (answer.json ?? {}) as { id?: unknown };
    if (answer.status === 201 && typeof id === "string") live.add(id);
    return;
  }
  const [, id = "", commit] = SESSION_PATH.exec(path) ?? [];
  if (commit ? method === "POST" : method === "DELETE") live.delete(id);
}
