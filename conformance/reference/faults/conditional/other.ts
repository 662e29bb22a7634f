/** Servers with one fault each, for the rules of `checks/conditional/other.ts`. */
import { answering, type FaultsOf, headersWith } from "../fault.ts";
import { MODIFIED, peek, turnInto, UNMODIFIED, versionOf } from "../support/peek.ts";

/** The operations of sessions that take no condition. */
const UNCONDITIONAL = new Set(["postSessions", "postSessionCommit"]);

export const conditionalOther = {
  "conditional.standard": answering("does not replace what is there for If-None-Match: *", async (call) => {
    const excludes = call.method === "PUT" && call.headers.get("If-None-Match") === "*";
    const reply = excludes ? await peek(call) : await call.pass();
    if (!excludes || !reply.ok) return excludes ? call.pass() : reply;
    turnInto(reply, 412, "precondition-failed", versionOf(reply));
    return reply;
  }),

  "conditional.listing": answering("compares conditions on the first page only", (call) =>
    call.pass(
      call.query.has("offset")
        ? { headers: headersWith(call.headers, { [MODIFIED]: null, [UNMODIFIED]: null }) }
        : {},
    ),
  ),

  "conditional.sessions": answering("passes over the conditions of a commit", (call) =>
    call.pass(
      UNCONDITIONAL.has(call.operation ?? "")
        ? { headers: headersWith(call.headers, { [MODIFIED]: null, [UNMODIFIED]: null }) }
        : {},
    ),
  ),
} satisfies Partial<FaultsOf<"conditional">>;
