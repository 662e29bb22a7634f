/** Servers with one fault each, for the rules of `checks/session/staged.ts`. */
import { answering, type FaultsOf, replying } from "../fault.ts";
import { peek } from "../support/peek.ts";
import { refused } from "../support/request.ts";
import { isStaged } from "../support/session.ts";
import { SESSION } from "../support/session-leasing.ts";

export const sessionStaged = {
  "session.staged.accepted": replying("answers 204 to a deletion that it stages", (reply, call) => {
    if (call.method === "DELETE" && isStaged(call, reply)) reply.status = 204;
  }),

  "session.staged.list": replying("does not say which records of a list it did not stage", (reply, call) => {
    if (isStaged(call, reply) && reply.json?.failed) reply.json = { ...reply.json, failed: {} };
  }),

  "session.staged.missing": answering(
    "answers 404 to a deletion in a session of what is missing",
    async (call) => {
      const deletes = call.operation === "deleteRecord" || call.operation === "deleteCollection";
      if (!deletes || !call.headers.has(SESSION)) return call.pass();
      return (await peek(call)).status === 404 ? refused(call, 404) : call.pass();
    },
  ),

  "session.staged.keep": answering("looks for what `keep` names when a wipe is staged", async (call) => {
    if (call.operation !== "deleteAccount" || !call.headers.has(SESSION)) return call.pass();
    for (const path of call.query.get("keep")?.split(",") ?? []) {
      if ((await peek(call, `/${path}`)).status === 404) return refused(call, 404);
    }
    return call.pass();
  }),

  "session.staged.wipe": answering("has no `keep` in a session", (call) =>
    call.operation === "deleteAccount" && call.headers.has(SESSION) && call.query.has("keep")
      ? refused(call, 422)
      : call.pass(),
  ),
} satisfies Partial<FaultsOf<"session">>;
