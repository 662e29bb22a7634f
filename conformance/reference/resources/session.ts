/** The resources `/sessions`, `/sessions/{session}` and `/sessions/{session}/commit`. */
import { PARTITIONS } from "../../contract/document.ts";
import { Refusal } from "../problem.ts";
import { withinQuota } from "../quota.ts";
import type { Call, Resource } from "../resource.ts";
import { claim, retryAfter } from "../session.ts";
import type { Session } from "../session-store.ts";

/** A POST begins a session. */
export const sessions: Resource = {
  post: {
    act(call) {
      const { store, account, body, limits } = call;
      const { scope = [...PARTITIONS], ttl = limits.max_session_ttl } = (body ?? {}) as Partial<{
        scope: string[];
        ttl: number;
      }>;
      const live = store.sessions.live(account);
      if (live.length >= limits.max_sessions) throw new Refusal(429, { headers: retryAfter(live) });
      claim(call, scope);
      const session = store.sessions.begin(account, {
        scope,
        ttl: Math.min(ttl, limits.max_session_ttl),
        lifetime: limits.max_session_lifetime,
      });
      // Relative to the URL of this request, whose last segment it replaces.
      return { status: 201, headers: { Location: `sessions/${session.id}` }, content: state(session) };
    },
  },
};

/** A live session; for an ended one, an earlier step has answered 410. */
export const session: Resource = {
  get: { act: (call) => ({ status: 200, content: state(entered(call)) }) },
  delete: {
    act(call) {
      call.store.sessions.abort(call.account, entered(call).id);
      return { status: 204 };
    },
  },
};

/** The commit of a session, which performs its staged writes. */
export const commit: Resource = {
  post: {
    act(call) {
      const { store, account } = call;
      const { id } = entered(call);
      const { written, headers } = withinQuota(call, (quota) => store.sessions.commit(account, id, quota));
      const { version, modified, changed } = written;
      return { status: 200, headers, version, ...(changed && { modified }), content: { version } };
    },
  },
};

function entered({ session }: Call): Session {
  if (!session) throw new Error("a path with a session in it has entered none");
  return session;
}

/** A session in a response (components/schemas/Session). */
function state({ id, scope, version, left, staged }: Session): unknown {
  return { id, scope, version, expires_in: Math.ceil(left / 1000), staged: staged.records };
}
