/** Servers with one fault each, for the rules of `checks/session/lease.ts`. */
import { LIMITS } from "../../service-limits.ts";
import { answering, credentials, type FaultsOf, replying } from "../fault.ts";
import { passOneByOne } from "../support/session.ts";
import { SESSION, seeing } from "../support/session-leasing.ts";

export const sessionLease = {
  "session.lease.refused": seeing("wipes an account whoever owns any of it", (live, call) =>
    call?.operation === "deleteAccount" ? [] : live,
  ),

  "session.lease.whole": replying(
    "stores of a list to a partition what no session owns",
    async (reply, call) => {
      if (call.operation === "postPartition" && reply.status === 409) await passOneByOne(call);
    },
  ),

  "session.lease.outside": seeing("lets a session own the partitions of its collections", (live, call) =>
    call?.operation === "postSessions"
      ? live
      : live.map((session) => ({
          ...session,
          scope: session.scope.map((path) => path.replace(/\/.*/, "")),
        })),
  ),

  "session.lease.reads": answering(
    "answers 409 to a read of a collection that a session owns",
    async (call) => {
      const reads = call.operation === "getCollection" || call.operation === "headCollection";
      if (!reads || call.headers.has(SESSION)) return call.pass();
      const write = { method: "DELETE", query: "ids=never-there", headers: credentials(call.headers) };
      const reply = await call.pass(write);
      if (reply.status !== 409) return call.pass();
      if (call.method === "HEAD") reply.text = "";
      return reply;
    },
  ),

  "session.lease.retry-after": replying("has everybody wait for as long as a session can live", (reply) => {
    if (reply.status === 409) reply.headers.set("Retry-After", String(LIMITS.max_session_ttl));
  }),
} satisfies Partial<FaultsOf<"session">>;
