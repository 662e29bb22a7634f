import { answering, credentials, type FaultsOf } from "./fault.ts";
import { peek, UNMODIFIED } from "./peek.ts";

export const order = {
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
} satisfies FaultsOf<"order">;
