/** The policy of a service: everything that its operator decides. */
import type { Seed } from "./messages.ts";
import { LIMITS, type Limits } from "./service-limits.ts";

/** The content of `X-Weave-Backoff`. */
export interface Backoff {
  seconds: number;
  reason: "load" | "maintenance" | "migration" | "rate" | "quota";
  scope: "account" | "service";
}

/** The status of the protocol (components/schemas/ProtocolStatus). */
type Protocol =
  | { status: "current" }
  | {
      status: "deprecated";
      /** In whole seconds, as `sunset`. */
      since: Date;
      sunset: Date;
      /** URL of the next protocol's endpoint. */
      successor: string;
      /** Protocol versions. */
      supported: string[];
    }
  | { status: "retired"; successor: string; supported: string[] };

/** Everything about a service that the protocol leaves to its operator. */
export interface Policy {
  limits: Limits;
  /** Payload bytes that an account may use; null: any number. */
  quota: number | null;
  /** Messages for every account. */
  messages: Seed[];
  /** Backoff that it asks of all clients, while it performs their requests. */
  backoff: Backoff | null;
  /** Set while it performs nothing; `retryAfter` is in seconds. */
  maintenance: { retryAfter: number; backoff: Backoff } | null;
  protocol: Protocol;
  /** Whether all credentials have expired. */
  credentialsExpired: boolean;
  /** Rises whenever the configuration changes (header.version.configuration-rises). */
  configurationVersion: number;
  /** @param userAgent empty where the request names none */
  supportsClient(userAgent: string): boolean;
}

/** The policy of the ordinary service. */
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
