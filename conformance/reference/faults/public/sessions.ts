/** Sessions: the batches and locks of other servers. */
import type { Session } from "../../session-store.ts";
import type { Change } from "../../stored-changes.ts";
import { replying } from "../fault.ts";
import { turnInto } from "../support/peek.ts";
import { asked, committing, finding, leasing, SESSION } from "../support/session-leasing.ts";
import type { PublicFaults } from "./fault.ts";

export const sessions: PublicFaults = {
  "commit-last-first": {
    ...leasing("commits what came with the last request before everything else", (sessions) => {
      const held = new Map<string, Change[][]>();
      return {
        stage(account, id, changes, amount) {
          sessions.stage(account, id, [], amount);
          held.set(id, [...(held.get(id) ?? []), changes]);
        },
        commit(account, id, quota) {
          const staged = held.get(id) ?? [];
          const turned = [...staged.slice(-1), ...staged.slice(0, -1)].flat();
          sessions.stage(account, id, turned, { records: 0, bytes: 0 });
          return sessions.commit(account, id, quota);
        },
      };
    }),
    source:
      "mozilla-services/syncstorage-rs #882, #980: what comes with the commit is overwritten by the batch",
    noticedBy: "session.commit.order",
  },

  "session-limit-for-lists": {
    ...finding("counts against the limits of a session only what comes in lists", (session) =>
      asked()?.method === "PUT" ? { ...session, staged: { records: 0, bytes: 0 } } : session,
    ),
    source:
      "mozilla-services/syncstorage-rs #2357: the limits of a batch hold only where a client declares a size",
    noticedBy: "limit.session-records",
  },

  "commit-ttl-resets": {
    ...committing("resets in a commit the payload of a record of which a POST set the ttl alone", (staged) =>
      staged.map(({ change }) =>
        change.kind === "update" && Object.keys(change.fields).join() === "ttl"
          ? { ...change, fields: { ...change.fields, payload: null } }
          : change,
      ),
    ),
    source: "mozilla-services/server-syncstorage #44: an update of the ttl in a batch loses the other fields",
    noticedBy: "session.commit.applied",
  },

  "read-renews-not": {
    ...leasing("lets only writes renew a session", (sessions) => ({
      renew(account, id) {
        const { method = "" } = asked() ?? {};
        if (method !== "GET" && method !== "HEAD") sessions.renew(account, id);
      },
    })),
    source: "owncloud/core #34374: a refresh of a lock without a body leaves its timeout as it is",
    noticedBy: "session.renew",
  },

  "renewed-stays-locked": {
    ...renewedStaysLocked(),
    source: "FubarDevelopment/WebDavServer #24: a refresh makes a second lock, which outlives the unlock",
    noticedBy: "session.end.frees",
  },

  "expired-session-412": {
    ...replying("answers 412 to a write in a session that has expired", (reply, call) => {
      if (reply.status === 410 && call.headers.has(SESSION) && reply.json?.outcome === "expired")
        turnInto(reply, 412, "precondition-failed", 0);
    }),
    source: "sabre-io/dav #278: a request with a lock token that has timed out is 412",
    noticedBy: "session.ended.expired",
  },

  "begin-without-body-415": {
    ...replying("answers 415 to a POST to /sessions without a body", (reply, call) => {
      if (call.operation !== "postSessions" || call.octets.length > 0 || !reply.ok) return;
      turnInto(reply, 415, "unsupported-media-type");
      reply.headers.set("Accept", "application/json");
      reply.headers.delete("Location");
    }),
    source: "Kinto/kinto #1080: a PUT that needs no content is 415 without one",
    noticedBy: "session.begin.default",
  },

  "too-many-without-wait": {
    ...replying("leaves Retry-After out of a 429", (reply) => {
      if (reply.status === 429) reply.headers.delete("Retry-After");
    }),
    source: "mozilla/fxa-auth-server #331, #553: errors that ask to wait have no Retry-After",
    noticedBy: "retry.present",
  },
};

/** A session that was renewed leaves a second lease behind. */
function renewedStaysLocked() {
  return leasing("goes on to lease the scope of a session that was renewed after its abort", (sessions) => {
    const renewed = new Set<string>();
    const left = new Map<string, { session: Session; until: number }[]>();
    return {
      renew(account, id) {
        renewed.add(id);
        sessions.renew(account, id);
      },
      abort(account, id) {
        const session = sessions.find(account, id);
        if (session && renewed.has(id))
          left.set(account, [...(left.get(account) ?? []), { session, until: Date.now() + session.left }]);
        sessions.abort(account, id);
      },
      live(account) {
        const now = Date.now();
        const ghosts = (left.get(account) ?? []).filter(({ until }) => until > now);
        return [
          ...sessions.live(account),
          ...ghosts.map(({ session, until }) => ({ ...session, left: until - now })),
        ];
      },
    };
  });
}
