import { answering, type FaultsOf, replying } from "./fault.ts";

const KNOWN = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"];

export const method = {
  "method.not-allowed": replying("has never heard of PATCH", (reply, { method }) => {
    if (method !== "PATCH" || reply.status !== 405) return;
    reply.status = 501;
    reply.headers.delete("Allow");
    reply.json = { ...reply.json, title: "Not Implemented", status: 501, code: "not-implemented" };
  }),

  "method.allow": replying("does not name HEAD in `Allow`, which it serves as GET", ({ status, headers }) => {
    const methods = headers.get("Allow")?.split(", ") ?? [];
    if (status === 405) headers.set("Allow", methods.filter((name) => name !== "HEAD").join(", "));
  }),

  "method.unknown": answering("takes whatever is no write for a GET", (call) =>
    call.pass(KNOWN.includes(call.method) ? {} : { method: "GET" }),
  ),
} satisfies FaultsOf<"method">;
