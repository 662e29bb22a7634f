/** Rises whenever the configuration below changes (header.version.configuration-rises). */
export const CONFIGURATION_VERSION = 1;

/** Records in one page of a listing. */
export const MAX_PAGE_RECORDS = 1000;

/** What `/info/configuration` gives (components/schemas/Configuration). */
export const CONFIGURATION = {
  limits: {
    max_request_bytes: 2_097_152,
    max_record_payload_bytes: 262_144,
    max_post_records: 100,
    max_post_bytes: 1_048_576,
    max_page_records: MAX_PAGE_RECORDS,
    max_ids: 100,
    max_sessions: 4,
    max_session_ttl: 300,
    max_session_lifetime: 3600,
    max_session_records: 10_000,
    max_session_bytes: 33_554_432,
  },
  protocol: { version: "2.0", supported: ["2.0"], status: "current" },
};
