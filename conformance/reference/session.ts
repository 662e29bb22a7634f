/** The rules of sessions: which session a request belongs to, and what its scope and limits allow. */
import type { Operation } from "../contract/document.ts";
import { tooMuchForSession } from "./limits.ts";
import { Refusal } from "./problem.ts";
import type { Call } from "./resource.ts";
import type { Names } from "./route-request.ts";
import type { Limits } from "./service-limits.ts";
import { overlap, staysWithin, touches } from "./session-scope.ts";
import type { Amount, Session } from "./session-store.ts";
import type { Store } from "./store.ts";
import type { Change } from "./stored-changes.ts";

const HEADER = "X-Weave-Session";

/** Finds the session that a request belongs to; null for none. */
export type SessionFinder = () => Session | null;

/**
 * Enters the session that a request names. If the request carries the session as a header field, this restarts its time
 * to live (session.renew, session.state.reads).
 * @returns a function that finds the session once more, after the body has been read
 * @throws Refusal 410 if the session has ended or never existed; the returned function throws it too
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

/** Throws a 409 if changes touch the scope of a live session; only that session may stage them (session.lease). */
export function respectLeases({ store, account }: Call, changes: Change[]): void {
  refuseConflict(store.sessions.live(account).filter(({ scope }) => touches(changes, scope)));
}

/** Throws a 409 if the scope of a live session overlaps the claimed one. */
export function claim({ store, account }: Call, claimed: string[]): void {
  refuseConflict(store.sessions.live(account).filter(({ scope }) => overlap(scope, claimed)));
}

function refuseConflict(blocking: Session[]): void {
  if (blocking.length > 0) throw new Refusal(409, { headers: retryAfter(blocking) });
}

/** Retry-After with the seconds until the first of these sessions ends, rounded down, but at least one. */
export function retryAfter(sessions: Session[]): Record<string, string> {
  const left = Math.min(...sessions.map((session) => session.left));
  return { "Retry-After": String(Math.max(1, Math.floor(left / 1000))) };
}

/** Throws a 403 if changes leave the scope of their session. */
export function keepToScope({ scope }: Session, changes: Change[]): void {
  if (!staysWithin(changes, scope)) throw new Refusal(403, { code: "session-scope" });
}

/** The records and bytes that changes add to a session. */
export function amountOf(changes: Change[]): Amount {
  const stored = changes.flatMap((change) => ("fields" in change ? [change.fields] : []));
  return {
    records: stored.length,
    bytes: stored.reduce((sum, { payload }) => sum + Buffer.byteLength(payload ?? ""), 0),
  };
}

/** Throws a 413 if the session would exceed its limits. */
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
