/** Servers with one fault each, for the rules of `checks/quota/remaining.ts`. */
import { answering, type FaultsOf, replying } from "../fault.ts";
import { peek } from "../support/peek.ts";

const REMAINING = "X-Weave-Quota-Remaining";

export const quotaRemaining = {
  "quota.remaining.value": answering("tells what remained before the write", async (call) => {
    const { json } = await peek(call, "/info/quota");
    const reply = await call.pass();
    if (reply.headers.has(REMAINING)) reply.headers.set(REMAINING, String(json.quota - json.usage));
    return reply;
  }),

  "quota.remaining.present": replying("says nothing of the quota after a commit", (reply, call) => {
    if (call.operation === "postSessionCommit") reply.headers.delete(REMAINING);
  }),
} satisfies Partial<FaultsOf<"quota">>;
