/** Servers with one fault each, for the rules of `checks/order/index.ts`. */
import { answering, credentials, type FaultsOf, headersWith, replying } from "../fault.ts";
import { peek, turnInto, UNMODIFIED, versionOf } from "../support/peek.ts";
import { SESSION } from "../support/session-leasing.ts";
import { orderLimit } from "./limit.ts";

export const order = {
  ...orderLimit,
  "order.invalid-before-missing": answering(
    "looks for the target before it looks at the request",
    async (call) => {
      const target = await peek(call);
      return target.status === 404 && call.method !== "PUT" && call.method !== "POST" ? target : call.pass();
    },
  ),

  "order.invalid-before-condition": answering(
    "looks at the precondition before it looks at the request",
    async (call) => {
      const version = call.headers.get(UNMODIFIED);
      if (version === null) return call.pass();
      const headers = { ...credentials(call.headers), [UNMODIFIED]: version };
      const target = await call.pass({ method: "GET", query: "", headers });
      return target.status === 412 ? target : call.pass();
    },
  ),

  "order.conflict-before-condition": replying(
    "looks at the precondition before it looks for a session in the way",
    async (reply, call) => {
      const version = call.headers.get(UNMODIFIED);
      if (reply.status !== 409 || version === null || call.path === "/") return;
      const target = await peek(call);
      if (!target.ok || versionOf(target) <= Number(version)) return;
      reply.headers.delete("Retry-After");
      turnInto(reply, 412, "precondition-failed", versionOf(target));
    },
  ),

  "order.session-ended-first": answering(
    "looks at what is malformed before it looks for the session",
    async (call) => {
      const reply = await call.pass();
      if (reply.status !== 410 || !call.headers.has(SESSION)) return reply;
      const alone = await call.pass({ headers: headersWith(call.headers, { [SESSION]: null }) });
      return alone.status === 422 ? alone : reply;
    },
  ),
} satisfies FaultsOf<"order">;
