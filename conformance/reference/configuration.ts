import type { components } from "../../generated/api.ts";
import type { Policy } from "./policy.ts";

/** The limits that the configuration announces. */
export type Limits = components["schemas"]["Limits"];

/**
 * The limits of every service. Where the document asks for no least value they are small, so that the checks can
 * reach a limit and outwait a session; somebody who serves real clients would give sessions minutes.
 */
export const LIMITS: Limits = {
  max_request_bytes: 2_097_152,
  max_record_payload_bytes: 262_144,
  max_post_records: 100,
  max_post_bytes: 1_048_576,
  max_page_records: 1000,
  max_page_bytes: 1_048_576,
  max_ids: 100,
  max_sessions: 4,
  max_session_ttl: 5,
  max_session_lifetime: 8,
  max_session_records: 1000,
  max_session_bytes: 4_194_304,
};

/** What `/info/configuration` gives (components/schemas/Configuration). */
export function configurationOf({ limits, protocol }: Policy): components["schemas"]["Configuration"] {
  const version = "2.0";
  if (protocol.status !== "deprecated") {
    return { limits, protocol: { version, supported: [version], status: "current" } };
  }
  const { supported, sunset, successor } = protocol;
  // `toISOString` has milliseconds, and HTTP dates have none: both are to name the same moment.
  const moment = sunset.toISOString().replace(".000Z", "Z");
  return { limits, protocol: { version, supported, status: "deprecated", sunset: moment, successor } };
}
