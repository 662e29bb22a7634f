import type { Answer } from "./answer.ts";

const SESSION = /^\/sessions\/([^/?]+)(\/commit)?$/;

/** Takes note of a session that an answer shows to have begun or ended, so that none is left behind. */
export function sessionsAfter(answer: Answer, method: string, path: string, live: Set<string>): void {
  if (!answer.ok) return;
  if (answer.exchange.operation === "postSessions") {
    const { id } = (answer.json ?? {}) as { id?: unknown };
    if (answer.status === 201 && typeof id === "string") live.add(id);
    return;
  }
  const [, id = "", commit] = SESSION.exec(path) ?? [];
  if (commit ? method === "POST" : method === "DELETE") live.delete(id);
}
