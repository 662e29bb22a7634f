import { overlap } from "../../scope.ts";
import { answering, type Fault, type FaultsOf, replying } from "../fault.ts";
import { peek, versionOf } from "../support/peek.ts";
import { parse, refused } from "../support/request.ts";
import { leasing, scopeAsked, seeing } from "../support/session-leasing.ts";

/** Milliseconds in which a session that was just begun may go unnoticed. */
const UNNOTICED = 50;

// biome-ignore lint/suspicious/noExplicitAny: a fault knows what it breaks
type Wanted = any;

/** A fault that understands the object in the body of a request for a session otherwise than it stands. */
function asking(does: string, change: (wanted: Wanted) => unknown): Fault {
  return answering(does, (call) => {
    const wanted = call.operation === "postSessions" ? parse(call.text) : undefined;
    if (Object(wanted) !== wanted || Array.isArray(wanted)) return call.pass();
    return call.pass({ text: JSON.stringify(change(wanted)) });
  });
}

/** A fault that tells something else of a new session than is the case. */
function telling(does: string, change: (state: Wanted, wanted: Wanted) => unknown): Fault {
  return replying(does, (reply, { operation, text }) => {
    if (operation === "postSessions" && reply.ok) reply.json = change(reply.json, parse(text) ?? {});
  });
}

const granting = {
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
} satisfies Partial<FaultsOf<"session">>;

const requesting = {
  "session.begin.scope-syntax": asking("takes an empty `scope` for none", ({ scope, ...rest }) =>
    Array.isArray(scope) && scope.length === 0 ? rest : { scope, ...rest },
  ),

  "session.begin.scope-repeats": answering("refuses a scope that names a path twice", (call) => {
    const { scope } = Object(parse(call.text)) as { scope?: unknown };
    const repeats = Array.isArray(scope) && scope.length <= 100 && new Set(scope).size < scope.length;
    return call.operation === "postSessions" && repeats ? refused(call, 422) : call.pass();
  }),

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
} satisfies Partial<FaultsOf<"session">>;

const refusing = {
  "session.begin.overlap": seeing("compares scopes word for word", (live, call) =>
    call?.operation === "postSessions"
      ? live.filter(({ scope }) => scope.some((path) => scopeAsked().includes(path)))
      : live,
  ),

  "session.begin.disjoint": seeing("lets an account have one session at a time", (live, call) =>
    call?.operation === "postSessions"
      ? live.map((session) => ({ ...session, scope: ["control", "storage"] }))
      : live,
  ),

  "session.begin.race": leasing("does not notice a session that was begun a moment ago", (sessions) => {
    const begun = new Map<string, number>();
    return {
      begin(account, lease) {
        const session = sessions.begin(account, lease);
        begun.set(session.id, Date.now());
        return session;
      },
      live: (account) =>
        sessions.live(account).filter(({ id }) => Date.now() - (begun.get(id) ?? 0) > UNNOTICED),
    };
  }),

  "session.begin.too-many": seeing("counts only sessions that overlap", (live, call) =>
    call?.operation === "postSessions" ? live.filter(({ scope }) => overlap(scope, scopeAsked())) : live,
  ),
} satisfies Partial<FaultsOf<"session">>;

export const sessionBegin = { ...granting, ...requesting, ...refusing } satisfies Partial<
  FaultsOf<"session">
>;
