/** Servers with one fault each, for the rules of `checks/session/begin-beside.ts`. */
import { overlap } from "../../session-scope.ts";
import type { FaultsOf } from "../fault.ts";
import { leasing, scopeAsked, seeing } from "../support/session-leasing.ts";

/** Milliseconds in which a session that was just begun may go unnoticed. */
const UNNOTICED = 50;

export const sessionBeside = {
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
