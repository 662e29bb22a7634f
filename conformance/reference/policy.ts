import type { Seed } from "./messages.ts";
import { LIMITS, type Limits } from "./service-limits.ts";

/** What `X-Weave-Backoff` says. */
export interface Backoff {
  seconds: number;
  reason: "load" | "maintenance" | "migration" | "rate" | "quota";
  scope: "account" | "service";
}

/** What is decided about the protocol itself (components/schemas/ProtocolStatus). */
type Protocol =
  | { status: "current" }
  | {
      status: "deprecated";
      /** Whole seconds, as is `sunset`. */
      since: Date;
      sunset: Date;
      /** Where the next protocol is served. */
      successor: string;
      /** Protocol versions. */
      supported: string[];
    }
  | { status: "retired"; successor: string; supported: string[] };

/** What one service is like: everything that operators decide, and the protocol leaves to them. */
export interface Policy {
  limits: Limits;
  /** Payload bytes that an account may use; null: any number. */
  quota: number | null;
  /** What the service has to tell each client. */
  messages: Seed[];
  /** What it asks of all clients, while it performs their requests. */
  backoff: Backoff | null;
  /** While it performs nothing; `retryAfter` in seconds. */
  maintenance: { retryAfter: number; backoff: Backoff } | null;
  protocol: Protocol;
  /** Whether all credentials have expired that were good once. */
  credentialsExpired: boolean;
  /** Rises whenever the configuration changes (header.version.configuration-rises). */
  configurationVersion: number;
  /** @param userAgent empty where the request names none */
  supportsClient(userAgent: string): boolean;
}

/** The service without anything special about it. */
export const ORDINARY: Policy = {
  limits: LIMITS,
  quota: null,
  messages: [],
  backoff: null,
  maintenance: null,
  protocol: { status: "current" },
  credentialsExpired: false,
  configurationVersion: 2,
  supportsClient: (userAgent) => !userAgent.startsWith("Sync2-Unsupported/"),
};
