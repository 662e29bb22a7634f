/** Servers with one fault each, for the rules of `checks/backoff.ts`. */
import { answering, type FaultsOf, replying } from "./fault.ts";
import { peek } from "./support/peek.ts";

const BACKOFF = "X-Weave-Backoff";

export const backoff = {
  "backoff.form": replying("gives a reason that is not among those of the document", ({ headers }) => {
    if (headers.has(BACKOFF)) headers.set(BACKOFF, "30;reason=overload;scope=service");
  }),

  "backoff.sent": replying("says it in X-Backoff, as Sync 1.5 may", ({ headers }) => {
    const value = headers.get(BACKOFF);
    if (value === null) return;
    headers.delete(BACKOFF);
    headers.set("X-Backoff", value.split(";", 1)[0] as string);
  }),

  "backoff.performed": answering("drops partial updates of records while it has much to do", async (call) => {
    if (call.operation !== "postRecord") return call.pass();
    const record = await peek(call);
    if (!record.ok || !record.headers.has(BACKOFF)) return call.pass();
    record.status = 204;
    record.headers.delete("Content-Type");
    record.text = "";
    return record;
  }),

  "backoff.not-shorter": replying(
    "does not know how long its own maintenance takes",
    ({ status, headers }) => {
      if (status === 503) headers.set("Retry-After", "600");
    },
  ),
} satisfies FaultsOf<"backoff">;
