/** The limits of every service. */
import type { components } from "../../generated/api.ts";

/** The limits that the configuration announces. */
export type Limits = components["schemas"]["Limits"];

/**
 * The limits of every service. They are small unless the document requires a least value, so that the checks can
 * reach a limit and outwait a session. A server for real clients would give sessions minutes.
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
