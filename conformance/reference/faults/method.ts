/** Servers with one fault each, for the rules of `checks/method.ts`. */
import { answering, type FaultsOf, replying } from "./fault.ts";

const KNOWN = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"];

export const method = {
  "method.not-allowed": replying(
    "takes a PUT to a collection for a path that it does not have",
    (reply, call) => {
      if (call.method !== "PUT" || reply.status !== 405 || call.path.startsWith("/info/")) return;
      reply.status = 404;
      reply.headers.delete("Allow");
      reply.json = { ...reply.json, title: "Not Found", status: 404, code: "not-found" };
    },
  ),

  "method.allow": replying("does not name HEAD in `Allow`, which it serves as GET", ({ status, headers }) => {
    const methods = headers.get("Allow")?.split(", ") ?? [];
    if (status === 405) headers.set("Allow", methods.filter((name) => name !== "HEAD").join(", "));
  }),

  "method.acts-not": replying(
    "stores a list that is PUT before it says that there is no PUT",
    async (reply, call) => {
      if (call.method === "PUT" && reply.status === 405) await call.pass({ method: "POST" });
    },
  ),

  "method.unknown": answering("takes whatever is no write for a GET", (call) =>
    call.pass(KNOWN.includes(call.method) ? {} : { method: "GET" }),
  ),
} satisfies FaultsOf<"method">;
