import { PARTITIONS, type Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { uriComponent } from "../../results/text.ts";
import type { CheckContext } from "../../runner/define-check.ts";
import { Broken, NotApplicable } from "../../runner/outcomes.ts";
import { control } from "./expect.ts";
import { Session, type SessionState } from "./session.ts";

/** What a client sends that names itself. */
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

interface Wanted {
  /** The partition of the trial where left out. */
  scope?: string[];
  /** As long as the server grants where left out. */
  ttl?: number;
  /** That of the trial where left out. */
  account?: Account;
}

/** What a check of sessions works with. */
export interface SessionTrial extends CheckContext {
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
   * @throws Broken when it is not granted
   */
  begin(wanted?: Wanted): Promise<Session>;
}

/** Makes a check of one that begins sessions: what is alive at its end is aborted, for it keeps others from writing. */
export function withSessions(
  run: (trial: SessionTrial) => Promise<void>,
): (trial: CheckContext) => Promise<void> {
  return async (trial) => {
    const live = new Map<string, Account>();
    const limits = await announced(trial.account);
    trial.account.maxSessions = limits.sessions;
    const trialOf = (answer: Answer) => live.get(idOf(answer) ?? "") ?? trial.account;
    const ask: SessionTrial["ask"] = async (request, options = {}, account = trial.account) => {
      const body = request === null || request instanceof RawBody ? request : RawBody.json(request);
      account.maxSessions = limits.sessions;
      const answer = await account.send<SessionState>("POST", "/sessions", body, options);
      const id = idOf(answer);
      if (answer.ok && id !== null) live.set(id, account);
      return answer;
    };
    const adopt: SessionTrial["adopt"] = (begun) =>
      new Session(trialOf(begun), begun, limits.lifetime, () => live.delete(idOf(begun) ?? ""));
    const begin: SessionTrial["begin"] = async ({
      scope = [trial.partition],
      ttl = limits.ttl,
      account,
    } = {}) => {
      return adopt(control(await ask({ scope, ttl }, {}, account), 201));
    };
    try {
      await run({ ...trial, limits, ask, adopt, begin });
    } finally {
      for (const [id, account] of live) {
        // A check that was given up may ask for nothing more.
        await account.delete(`/sessions/${uriComponent(id)}`).catch(() => undefined);
      }
    }
  };
}

function idOf(answer: Answer): string | null {
  const { id } = Object(answer.json) as { id?: unknown };
  return typeof id === "string" ? id : null;
}

async function announced(account: Account): Promise<SessionLimits> {
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
 * For a check of several sessions of one account.
 * @throws NotApplicable where there cannot be so many
 */
export function allows({ sessions }: SessionLimits, count: number): void {
  if (sessions < count) throw new NotApplicable(`announces max_sessions ${sessions}`);
}
