/** Servers with one fault each, for the rules of `checks/session/begin.ts`. */
import { answering, type Fault, type FaultsOf, replying } from "../fault.ts";
import { peek, versionOf } from "../support/peek.ts";
import { parse, refused } from "../support/request.ts";
import type { Wanted } from "../support/session.ts";
import { leasing } from "../support/session-leasing.ts";

/** A fault that tells something else of a new session than is the case. */
function telling(does: string, change: (state: Wanted, wanted: Wanted) => unknown): Fault {
  return replying(does, (reply, { operation, text }) => {
    if (operation === "postSessions" && reply.ok) reply.json = change(reply.json, parse(text) ?? {});
  });
}

export const sessionBegin = {
  "session.begin.created": telling(
    "leaves out of a new session what is staged, as nothing is",
    ({ staged: _, ...rest }) => rest,
  ),

  "session.begin.location": replying(
    "gives the URL of a session as if the endpoint were the root",
    (reply, call) => {
      if (call.operation === "postSessions" && reply.ok)
        reply.headers.set("Location", `/sessions/${reply.json.id}`);
    },
  ),

  "session.begin.version": replying(
    "gives a session the version of its scope rather than the account's",
    async (reply, call) => {
      if (call.operation !== "postSessions" || !reply.ok) return;
      const [partition] = String(reply.json.scope[0]).split("/");
      reply.json = { ...reply.json, version: versionOf(await peek(call, `/${partition}`)) };
    },
  ),

  "session.begin.scope": telling("writes the scope of a session in small letters", (state) => ({
    ...state,
    scope: state.scope.map((path: string) => path.toLowerCase()),
  })),

  "session.begin.default": answering("lets a session without `scope` own storage alone", (call) => {
    if (call.operation !== "postSessions" || call.text.includes('"scope"')) return call.pass();
    const headers = new Headers(call.headers);
    headers.set("Content-Type", "application/json");
    const wanted = Object(parse(call.text)) as object;
    return call.pass({ headers, text: JSON.stringify({ ...wanted, scope: ["storage"] }) });
  }),

  "session.begin.ahead": leasing(
    "owns nothing that is not there when a session begins",
    (sessions, store) => ({
      begin(account, lease) {
        const existing = new Set(store.collections(account).map(({ path }) => path));
        const scope = lease.scope.filter((path) => !path.includes("/") || existing.has(path));
        return { ...sessions.begin(account, { ...lease, scope }), scope: lease.scope };
      },
    }),
  ),

  "session.begin.scope-repeats": answering("refuses a scope that names a path twice", (call) => {
    const { scope } = Object(parse(call.text)) as { scope?: unknown };
    const repeats = Array.isArray(scope) && scope.length <= 100 && new Set(scope).size < scope.length;
    return call.operation === "postSessions" && repeats ? refused(call, 422) : call.pass();
  }),
} satisfies Partial<FaultsOf<"session">>;
