/** Servers with one fault each, for the rules of `checks/limit/session.ts`. */
import { WAIT_SECONDS } from "../../limits.ts";
import { LIMITS } from "../../service-limits.ts";
import { answering, type FaultsOf, replying, storing } from "../fault.ts";
import { instead, listOf } from "../support/limit.ts";

/** A fault that finds something else staged in a session than there is. */
function counting(does: string, change: (staged: { records: number; bytes: number }) => void) {
  return storing(does, (store) => ({
    sessions: {
      ...store.sessions,
      find(account, id) {
        const session = store.sessions.find(account, id);
        if (session) change(session.staged);
        return session;
      },
    },
  }));
}

export const limitSession = {
  "limit.stores-nothing": answering("stores of a list that is too long what is within", async (call) => {
    const reply = await call.pass();
    const list = listOf(call) ?? [];
    if (reply.status === 413 && list.length > LIMITS.max_post_records) {
      await instead(call, list.slice(0, LIMITS.max_post_records));
    }
    return reply;
  }),

  "limit.session-records": counting("lets a session hold one record more", (staged) => {
    if (staged.records === LIMITS.max_session_records) staged.records -= 1;
  }),

  "limit.session-records.within": counting("counts the session itself as a record", (staged) => {
    if (staged.records > 0) staged.records += 1;
  }),

  "limit.session-bytes": counting("lets a session hold one byte more", (staged) => {
    if (staged.bytes === LIMITS.max_session_bytes) staged.bytes -= 1;
  }),

  "limit.session-bytes.within": counting("counts an end to what is staged as a byte", (staged) => {
    if (staged.bytes > 0) staged.bytes += 1;
  }),

  "limit.wait.session": replying("asks a client to wait whose session is full", ({ status, headers }) => {
    const value = headers.get("X-Weave-Limit");
    if (status !== 413 || value === null || value.includes("wait=")) return;
    headers.set("X-Weave-Limit", `${value};wait=${WAIT_SECONDS}`);
  }),
} satisfies Partial<FaultsOf<"limit">>;
