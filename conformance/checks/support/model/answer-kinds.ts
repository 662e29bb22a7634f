/** The kinds of answers that a rule about sequences may be about. */
/**
 * What an answer is about:
 * - `write`: how a write that belongs to no session is answered
 * - `read`: what a read shows
 * - `listing`: what a listing shows
 * - `lease`: whether a write is answered 409
 * - `session`: how a session begins and ends, and how a write in it is answered
 * - `commit`: how a commit is answered
 * - `quota`: whether a write or commit is refused for the quota, and how much of it is said to be left
 */
export type AnswerKind = "write" | "read" | "listing" | "lease" | "session" | "commit" | "quota";
