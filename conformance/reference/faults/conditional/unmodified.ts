/** Servers with one fault each, for the rules of `checks/conditional/unmodified.ts`. */
import { answering, type Call, type FaultsOf, headersWith, replying } from "../fault.ts";
import { parentOf, peek, turnInto, UNMODIFIED, versionIn, versionOf } from "../support/peek.ts";

const RECORD = /^\/(?:control|storage)\/[^/]+\/[^/]+$/;

/** Passes a call on without its precondition, whose syntax has been looked at. */
function unconditionally(call: Call) {
  return call.pass({ headers: headersWith(call.headers, { [UNMODIFIED]: null }) });
}

export const conditionalUnmodified = {
  "conditional.unmodified.unchanged": answering(
    "asks for a version that is less than the client's",
    async (call) => {
      const version = versionIn(call, UNMODIFIED) ?? 0;
      const target = version > 0 ? await peek(call) : null;
      if (!target?.ok || call.path.startsWith("/info/") || versionOf(target) !== version) return call.pass();
      return call.pass({ headers: headersWith(call.headers, { [UNMODIFIED]: `${version - 1}` }) });
    },
  ),

  "conditional.unmodified.read": answering("forgets the precondition of a partition that it reads", (call) =>
    call.operation === "getPartition" && versionIn(call, UNMODIFIED) !== null
      ? unconditionally(call)
      : call.pass(),
  ),

  "conditional.unmodified.write": answering("takes 0 for no precondition when it writes", (call) => {
    const writes = call.method === "PUT" || call.method === "POST";
    return writes && versionIn(call, UNMODIFIED) === 0 ? unconditionally(call) : call.pass();
  }),

  "conditional.unmodified.delete": answering(
    "forgets the precondition of a DELETE that keeps something",
    (call) =>
      call.operation === "deleteAccount" && call.query.has("keep") && versionIn(call, UNMODIFIED) !== null
        ? unconditionally(call)
        : call.pass(),
  ),

  "conditional.unmodified.create": answering(
    "compares with the version of the collection where the record is missing",
    async (call) => {
      const writes = call.operation === "putRecord" || call.operation === "postRecord";
      const creates = writes && versionIn(call, UNMODIFIED) === 0 && (await peek(call)).status === 404;
      const collection = creates ? await peek(call, parentOf(call.path)) : null;
      const reply = await (collection?.ok ? peek(call) : call.pass());
      if (collection?.ok) turnInto(reply, 412, "precondition-failed", versionOf(collection));
      return reply;
    },
  ),

  "conditional.unmodified.race": answering(
    "looks at the precondition some time before it writes",
    async (call) => {
      const version = versionIn(call, UNMODIFIED);
      if (call.method !== "PUT" || version === null) return call.pass();
      const target = await peek(call);
      const seen = target.ok ? versionOf(target) : 0;
      if (seen > version || (seen === 0 && version > 0)) return call.pass();
      await new Promise((resolve) => setTimeout(resolve, 20));
      return unconditionally(call);
    },
  ),

  "conditional.unmodified.gone": answering("creates a record again that went away since", async (call) => {
    const writes = call.operation === "putRecord" || call.operation === "postRecord";
    const gone = writes && (versionIn(call, UNMODIFIED) ?? 0) > 0 && (await peek(call)).status === 404;
    return gone ? unconditionally(call) : call.pass();
  }),

  "conditional.unmodified.delete-missing": replying(
    "answers 412 to the DELETE of a record that went away since",
    (reply, call) => {
      const seen = (versionIn(call, UNMODIFIED) ?? 0) > 0;
      if (call.method === "DELETE" && reply.status === 404 && seen && RECORD.test(call.path))
        turnInto(reply, 412, "precondition-failed", 0);
    },
  ),

  "conditional.unmodified.ignored": replying(
    "compares X-If-Unmodified-Since-Version on information views too",
    (reply, call) => {
      const version = versionIn(call, UNMODIFIED);
      if (!call.path.startsWith("/info/") || !reply.ok || version === null) return;
      if (versionOf(reply) > version) turnInto(reply, 412, "precondition-failed", versionOf(reply));
    },
  ),

  "conditional.unmodified.nothing-done": answering(
    "looks at the precondition of a partial update only when it has stored it",
    async (call) => {
      const reply = await call.pass();
      if (call.operation === "postRecord" && reply.status === 412) await unconditionally(call);
      return reply;
    },
  ),

  "conditional.unmodified.syntax": answering(
    "does not look at X-If-Unmodified-Since-Version at all on information views",
    (call) =>
      call.path.startsWith("/info/") && !call.headers.has("X-If-Modified-Since-Version")
        ? unconditionally(call)
        : call.pass(),
  ),
} satisfies Partial<FaultsOf<"conditional">>;
