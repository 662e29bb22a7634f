/** Verifies Hawk credentials. */
import type { Hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import * as library from "hawk";
import { Refusal } from "./problem.ts";
import type { SecretOf, UnauthenticatedRequest } from "./unauthenticated-request.ts";

const ALGORITHM = "sha256";

/** Seconds by which the clocks of client and server may differ. */
const SKEW = 60;

/** Greatest number of remembered nonces; each is kept as long as its timestamp is valid. */
const MAX_NONCES = 100_000;

/** Why the credentials of a request are refused. */
export interface HawkFailure {
  /** A better challenge than the usual one: it gives the time to a client with a wrong clock. */
  challenge?: string;
}

export function isHawk(authorization: string): boolean {
  return /^Hawk(?: |$)/i.test(authorization);
}

/** Verifies Hawk credentials (auth.hawk). The id of an account is its name. */
export class Hawk {
  readonly #key: SecretOf;
  readonly #clock: () => number;
  /** Nonces in order of arrival, with the time, in seconds, after which each may be forgotten. */
  readonly #nonces = new Map<string, number>();

  /** @param clock milliseconds since the epoch */
  constructor(key: SecretOf, clock: () => number) {
    this.#key = key;
    this.#clock = clock;
  }

  /** @returns null if the credentials are those of the account */
  async verify(applicant: UnauthenticatedRequest & { account: string }): Promise<HawkFailure | null> {
    const { request, incoming, body, account } = applicant;
    const credentials = { key: this.#key(account), algorithm: ALGORITHM, user: account } as const;
    try {
      const { artifacts } = await library.server.authenticate(
        asSent(request, incoming),
        // null means an unknown id; the library accepts it, but its type does not say so.
        (id) => (id === account ? credentials : null) as typeof credentials,
        {
          timestampSkewSec: SKEW,
          localtimeOffsetMsec: this.#clock() - Date.now(),
          nonceFunc: (key, nonce, ts) => this.#spend(key, nonce, ts),
        },
      );
      if (artifacts.hash !== undefined) {
        const type = request.headers.get("content-type") ?? "";
        // The types say that this returns a string.
        const hash = library.crypto.initializePayloadHash(ALGORITHM, type) as unknown as Hash;
        await body.receive((chunk) => hash.update(chunk));
        library.server.authenticatePayloadHash(library.crypto.finalizePayloadHash(hash), artifacts);
      }
      return null;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      return failureOf(error);
    }
  }

  /** @throws Error if the nonce was used at this time before (auth.hawk.replay) */
  #spend(key: string, nonce: string, ts: string): void {
    const now = this.#clock() / 1000;
    // The library treats a timestamp that is not a number as fresh.
    if (!/^\d+$/.test(ts)) throw new Error("the timestamp is no number");
    for (const [old, end] of this.#nonces) {
      if (end > now && this.#nonces.size < MAX_NONCES) break;
      this.#nonces.delete(old);
    }
    const name = JSON.stringify([key, nonce, ts]);
    if (this.#nonces.has(name)) throw new Error("the nonce was used before");
    this.#nonces.set(name, now + 2 * SKEW);
  }
}

/**
 * The request as the client signed it. Its method and header fields are those of the handler, as for every other step;
 * the target and Host are Node's, since no URL keeps them as they were sent. A client that reaches a front by https
 * signs port 443 if Host names no port. Trusting X-Forwarded-Proto is safe here: it makes no wrong signature valid.
 */
function asSent(request: Request, incoming: IncomingMessage): IncomingMessage {
  const { method, headers } = request;
  const fields = { host: incoming.headers.host, authorization: headers.get("authorization") };
  const connection = { encrypted: headers.get("x-forwarded-proto") === "https" };
  return { method, url: incoming.url, headers: fields, connection } as unknown as IncomingMessage;
}

/** @throws every error that is not a refusal of the library */
function failureOf(error: unknown): HawkFailure {
  const { isBoom, output } = error as { isBoom?: boolean; output?: { headers: Record<string, string> } };
  if (!isBoom) throw error;
  const challenge = output?.headers["WWW-Authenticate"];
  // Other reasons, such as an unknown id, would show what exists.
  return challenge?.includes("tsm=") ? { challenge } : {};
}
