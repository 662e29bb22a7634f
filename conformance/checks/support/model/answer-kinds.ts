/** The kinds of answers that a rule about sequences may be about. */
/**
 * The kind of an answer:
 * - `write`: the answer to a write outside of sessions
 * - `read`: the content of a read
 * - `listing`: the content of a listing
 * - `lease`: whether a write is answered 409
 * - `session`: the beginning and end of a session, and the answer to a write in it
 * - `commit`: the answer to a commit
 * - `quota`: whether the quota refuses a write or commit, and the remaining quota in the answer
 */
export type AnswerKind = "write" | "read" | "listing" | "lease" | "session" | "commit" | "quota";
