/** Servers with one fault each, for the rules of `checks/retry.ts`. */
import { LIMITS } from "../service-limits.ts";
import { answering, type FaultsOf, replying } from "./fault.ts";
import { listOf } from "./support/limit.ts";

export const retry = {
  "retry.present": replying("gives a date as Retry-After of a 429", ({ status, headers }) => {
    if (status === 429) headers.set("Retry-After", new Date(Date.now() + 2000).toUTCString());
  }),

  "retry.elsewhere": replying("tells with a 413 when to try again", ({ status, headers }) => {
    if (status === 413) headers.set("Retry-After", "2");
  }),

  "retry.unperformed": answering("stores what is within of a list that comes too soon", async (call) => {
    const reply = await call.pass();
    const list = listOf(call) ?? [];
    if (reply.status === 429 && list.length > LIMITS.max_post_records) {
      await call.pass({ text: JSON.stringify(list.slice(0, LIMITS.max_post_records)) });
    }
    return reply;
  }),
} satisfies FaultsOf<"retry">;
