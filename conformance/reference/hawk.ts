import type { Hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import * as library from "hawk";
import type { Applicant, Token } from "./applicant.ts";
import { Refusal } from "./problem.ts";

const ALGORITHM = "sha256";

/** Seconds by which the clocks of client and server may differ. */
const SKEW = 60;

/** Nonces that are remembered at most; each for as long as its timestamp would be taken. */
const MAX_NONCES = 100_000;

/** Why a request was not let in. */
export interface HawkFailure {
  /** The challenge where there is a better one than the usual: it gives the time to a client whose clock is off. */
  challenge?: string;
}

export function isHawk(authorization: string): boolean {
  return /^Hawk(?: |$)/i.test(authorization);
}

/** Verifies Hawk credentials (auth.hawk). The id of an account is its name. */
export class Hawk {
  readonly #key: Token;
  readonly #clock: () => number;
  /** In the order in which they came, with the time, in seconds, at which each may be forgotten. */
  readonly #nonces = new Map<string, number>();

  /** @param clock milliseconds since the epoch */
  constructor(key: Token, clock: () => number) {
    this.#key = key;
    this.#clock = clock;
  }

  /** @returns null where the credentials are those of the account */
  async verify(applicant: Applicant & { account: string }): Promise<HawkFailure | null> {
    const { request, incoming, body, account } = applicant;
    const credentials = { key: this.#key(account), algorithm: ALGORITHM, user: account } as const;
    try {
      const { artifacts } = await library.server.authenticate(
        asSent(request, incoming),
        // No credentials are those of an unknown id; the type does not say that the library takes them.
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

  /** @throws Error where the nonce has been used at this time before (auth.hawk.replay) */
  #spend(key: string, nonce: string, ts: string): void {
    const now = this.#clock() / 1000;
    // The library takes what is no number for a time that is not stale.
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
 * The request as the client signed it. Its method and fields are those of the boundary, as for every other step; the
 * target and Host are Node's, since no URL keeps them as they were sent. A client that reaches a front by https signs
 * port 443 where Host names none. To believe X-Forwarded-Proto costs nothing here: it makes no signature right.
 */
function asSent(request: Request, incoming: IncomingMessage): IncomingMessage {
  const { method, headers } = request;
  const fields = { host: incoming.headers.host, authorization: headers.get("authorization") };
  const connection = { encrypted: headers.get("x-forwarded-proto") === "https" };
  return { method, url: incoming.url, headers: fields, connection } as unknown as IncomingMessage;
}

/** @throws what is none of the library's refusals */
function failureOf(error: unknown): HawkFailure {
  const { isBoom, output } = error as { isBoom?: boolean; output?: { headers: Record<string, string> } };
  if (!isBoom) throw error;
  const challenge = output?.headers["WWW-Authenticate"];
  // Any other reason, such as an unknown id, would tell what exists.
  return challenge?.includes("tsm=") ? { challenge } : {};
}
