/** Servers with one fault each, for the rules of `checks/session/scope.ts`. */
import { answering, type FaultsOf, replying } from "../fault.ts";
import { peek, turnInto } from "../support/peek.ts";
import { passOneByOne } from "../support/session.ts";
import { asked, finding, SESSION } from "../support/session-leasing.ts";

export const sessionScope = {
  "session.scope.outside": finding("deletes a partition in a session that owns any of it", (session) =>
    asked()?.operation === "deletePartition"
      ? { ...session, scope: session.scope.map((path) => path.replace(/\/.*/, "")) }
      : session,
  ),

  "session.scope.reads": answering("answers 403 to a read outside the scope of its session", async (call) => {
    const id = call.headers.get(SESSION);
    const reads = call.operation === "getCollection" || call.operation === "getRecord";
    if (!reads || id === null) return call.pass();
    const { scope = [] } = Object((await peek(call, `/sessions/${id}`)).json) as { scope?: string[] };
    const within = scope.some((path) => `${call.path}/`.startsWith(`/${path}/`));
    const reply = await call.pass();
    if (!within && reply.status !== 410) turnInto(reply, 403, "session-scope");
    return reply;
  }),

  "session.scope.whole": replying(
    "stages of a list to a partition what is within the scope",
    async (reply, call) => {
      const crosses = call.operation === "postPartition" && call.headers.has(SESSION);
      if (crosses && reply.status === 403) await passOneByOne(call);
    },
  ),
} satisfies Partial<FaultsOf<"session">>;
