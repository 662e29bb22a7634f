/** Servers with one fault each, for the rules of `checks/session/request.ts`. */
import { answering, type Fault, type FaultsOf, replying } from "../fault.ts";
import { peek } from "../support/peek.ts";
import { parse, refused } from "../support/request.ts";
import type { Wanted } from "../support/session.ts";

/** A fault that understands the object in the body of a request for a session otherwise than it stands. */
function asking(does: string, change: (wanted: Wanted) => unknown): Fault {
  return answering(does, (call) => {
    const wanted = call.operation === "postSessions" ? parse(call.text) : undefined;
    if (Object(wanted) !== wanted || Array.isArray(wanted)) return call.pass();
    return call.pass({ text: JSON.stringify(change(wanted)) });
  });
}

export const sessionRequest = {
  "session.begin.scope-syntax": asking("takes an empty `scope` for none", ({ scope, ...rest }) =>
    Array.isArray(scope) && scope.length === 0 ? rest : { scope, ...rest },
  ),

  "session.begin.ttl-syntax": asking("takes a `ttl` of 0 for none", ({ ttl, ...rest }) =>
    ttl === 0 ? rest : { ttl, ...rest },
  ),

  "session.begin.ttl-clamped": answering("refuses a `ttl` that is too long", async (call) => {
    const { json } = await peek(call, "/info/configuration");
    const { ttl } = Object(parse(call.text)) as { ttl?: number };
    const long = call.operation === "postSessions" && Number(ttl) > json.limits.max_session_ttl;
    return long ? refused(call, 422) : call.pass();
  }),

  "session.begin.unexpected": asking("passes over members that it does not know", ({ scope, ttl }) => ({
    scope,
    ttl,
  })),

  "session.state.live": replying("shows in a session the version of now", async (reply, call) => {
    if (call.operation !== "getSession" || !reply.ok) return;
    const { headers } = await peek(call, "/info/collections");
    reply.json = { ...reply.json, version: Number(headers.get("X-Last-Modified-Version")) };
  }),
} satisfies Partial<FaultsOf<"session">>;
