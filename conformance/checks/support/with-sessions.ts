/** Wraps a check that begins sessions, and ends those that are left. */
import { PARTITIONS, type Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { uriComponent } from "../../results/format-text.ts";
import type { CheckContext } from "../../runner/define-check.ts";
import { Broken, NotApplicable } from "../../runner/outcomes.ts";
import { Session, type SessionState } from "./begun-session.ts";
import { control } from "./expect.ts";

/** Header fields of a client with a name. */
export const CLIENT: Options = {
  headers: [
    ["X-Weave-Client", "suite"],
    ["Accept", "application/json"],
  ],
};

/** The other partition. */
export function otherThan(partition: Partition): Partition {
  return PARTITIONS.find((name) => name !== partition) as Partition;
}

/** The announced limits of sessions, the times in seconds. */
export interface SessionLimits {
  sessions: number;
  ttl: number;
  lifetime: number;
}

interface WantedSession {
  /** By default the partition of the check. */
  scope?: string[];
  /** As long as the server grants where left out. */
  ttl?: number;
  /** By default the account of the check. */
  account?: Account;
}

/** The context of a check of sessions. */
export interface SessionCheckContext extends CheckContext {
  limits: SessionLimits;
  /**
   * Asks for a session.
   * @param request the body; null: none
   */
  ask(
    request: { scope?: string[]; ttl?: number } | RawBody | null,
    options?: Options,
    account?: Account,
  ): Promise<Answer<SessionState>>;
  /** Takes over a session that was granted. */
  adopt(begun: Answer<SessionState>): Session;
  /**
   * Begins a session.
   * @throws Broken if it is not granted
   */
  begin(wanted?: WantedSession): Promise<Session>;
}

/** Wraps a check that begins sessions. It aborts those alive at the end, which would keep others from writing. */
export function withSessions(
  run: (context: SessionCheckContext) => Promise<void>,
): (context: CheckContext) => Promise<void> {
  return async (context) => {
    const live = new Map<string, Account>();
    const limits = await announcedLimits(context.account);
    context.account.maxSessions = limits.sessions;
    const accountOf = (answer: Answer) => live.get(idOf(answer) ?? "") ?? context.account;
    const ask: SessionCheckContext["ask"] = async (request, options = {}, account = context.account) => {
      const body = request === null || request instanceof RawBody ? request : RawBody.json(request);
      account.maxSessions = limits.sessions;
      const answer = await account.send<SessionState>("POST", "/sessions", body, options);
      const id = idOf(answer);
      if (answer.ok && id !== null) live.set(id, account);
      return answer;
    };
    const adopt: SessionCheckContext["adopt"] = (begun) =>
      new Session(accountOf(begun), begun, limits.lifetime, () => live.delete(idOf(begun) ?? ""));
    const begin: SessionCheckContext["begin"] = async ({
      scope = [context.partition],
      ttl = limits.ttl,
      account,
    } = {}) => {
      return adopt(control(await ask({ scope, ttl }, {}, account), 201));
    };
    try {
      await run({ ...context, limits, ask, adopt, begin });
    } finally {
      for (const [id, account] of live) {
        // A check that has timed out may send no more requests.
        await account.delete(`/sessions/${uriComponent(id)}`).catch(() => undefined);
      }
    }
  };
}

function idOf(answer: Answer): string | null {
  const { id } = Object(answer.json) as { id?: unknown };
  return typeof id === "string" ? id : null;
}

async function announcedLimits(account: Account): Promise<SessionLimits> {
  const { json } = control(await account.get("/info/configuration"), 200);
  const limits = Object((Object(json) as { limits?: unknown }).limits) as Record<string, unknown>;
  const [sessions, ttl, lifetime] = ["max_sessions", "max_session_ttl", "max_session_lifetime"].map(
    (name) => {
      const value = limits[name];
      if (Number.isSafeInteger(value) && Number(value) >= 1) return Number(value);
      throw new Broken(`set-up: the configuration announces no ${name}`);
    },
  ) as [number, number, number];
  return { sessions, ttl, lifetime };
}

/**
 * Requires that one account may have this many sessions.
 * @throws NotApplicable if the server allows fewer
 */
export function requireSessions({ sessions }: SessionLimits, count: number): void {
  if (sessions < count) throw new NotApplicable(`announces max_sessions ${sessions}`);
}
