import { answering, type FaultsOf } from "./fault.ts";

export const order = {
  "order.invalid-before-missing": answering(
    "looks for the target before it looks at the request",
    async (call) => {
      const target = await call.pass({ method: "GET", query: "", headers: credentials(call.headers) });
      return target.status === 404 && call.method !== "PUT" && call.method !== "POST" ? target : call.pass();
    },
  ),

  "order.invalid-before-condition": answering(
    "looks at the precondition before it looks at the request",
    async (call) => {
      if (!call.headers.has("X-If-Unmodified-Since-Version")) return call.pass();
      const headers = new Headers(credentials(call.headers));
      headers.set(
        "X-If-Unmodified-Since-Version",
        call.headers.get("X-If-Unmodified-Since-Version") as string,
      );
      const target = await call.pass({ method: "GET", query: "", headers });
      return target.status === 412 ? target : call.pass();
    },
  ),
} satisfies FaultsOf<"order">;

function credentials(headers: Headers): Record<string, string> {
  return { Authorization: headers.get("Authorization") ?? "" };
}
