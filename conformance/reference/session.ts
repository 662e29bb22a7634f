import type { Operation } from "../contract/document.ts";
import { tooMuchForSession } from "./limits.ts";
import { Refusal } from "./problem.ts";
import type { Call } from "./resource.ts";
import type { Names } from "./route.ts";
import { overlap, staysWithin, touches } from "./scope.ts";
import type { Limits } from "./service-limits.ts";
import type { Amount, Session } from "./session-store.ts";
import type { Store } from "./store.ts";
import type { Change } from "./stored-changes.ts";

const HEADER = "X-Weave-Session";

/** Finds the session to which a request belongs; null where it belongs to none. */
export type SessionFinder = () => Session | null;

/**
 * Enters the session that a request names, and restarts its time to live where the request carries it as a header
 * (session.renew, session.state.reads).
 * @returns what finds the session again, as it is after the body has been waited for
 * @throws Refusal 410 when the session has ended or never was; so does what is returned
 */
export function enterSession(
  store: Store,
  account: string,
  operation: Operation,
  names: Names,
  headers: Headers,
): SessionFinder {
  const carries = operation.parameters.some(({ name }) => name === HEADER);
  const id = operation.path.includes("{session}") ? names.session : carries ? headers.get(HEADER) : null;
  if (id === null) return () => null;
  const findLive = () => liveSession(store, account, id);
  findLive();
  if (carries) store.sessions.renew(account, id);
  return findLive;
}

function liveSession(store: Store, account: string, id: string): Session {
  const session = store.sessions.find(account, id);
  if (session?.outcome === null) return session;
  const { outcome = "unknown", committed = null } = session ?? {};
  throw new Refusal(410, { members: { outcome, ...(committed !== null && { version: committed }) } });
}

/** Throws a 409 where changes touch what a live session owns; only that session may stage them (session.lease). */
export function respectLeases({ store, account }: Call, changes: Change[]): void {
  refuseConflict(store.sessions.live(account).filter(({ scope }) => touches(changes, scope)));
}

/** Throws a 409 where a live session owns any of a scope. */
export function claim({ store, account }: Call, claimed: string[]): void {
  refuseConflict(store.sessions.live(account).filter(({ scope }) => overlap(scope, claimed)));
}

function refuseConflict(blocking: Session[]): void {
  if (blocking.length > 0) throw new Refusal(409, { headers: retryAfter(blocking) });
}

/** Seconds until the first of some sessions ends: not beyond it, but at least one. */
export function retryAfter(sessions: Session[]): Record<string, string> {
  const left = Math.min(...sessions.map((session) => session.left));
  return { "Retry-After": String(Math.max(1, Math.floor(left / 1000))) };
}

/** Throws a 403 where changes leave the scope of their session. */
export function keepToScope({ scope }: Session, changes: Change[]): void {
  if (!staysWithin(changes, scope)) throw new Refusal(403, { code: "session-scope" });
}

/** What changes add to that which is staged. */
export function amountOf(changes: Change[]): Amount {
  const stored = changes.flatMap((change) => ("fields" in change ? [change.fields] : []));
  return {
    records: stored.length,
    bytes: stored.reduce((sum, { payload }) => sum + Buffer.byteLength(payload ?? ""), 0),
  };
}

/** Throws a 413 where a session would hold more than it may. */
export function keepToLimits({ staged }: Session, added: Amount, limits: Limits): void {
  const records = staged.records + added.records;
  const bytes = staged.bytes + added.bytes;
  if (records > limits.max_session_records) {
    throw tooMuchForSession("max_session_records", limits.max_session_records, records);
  }
  if (bytes > limits.max_session_bytes) {
    throw tooMuchForSession("max_session_bytes", limits.max_session_bytes, bytes);
  }
}
