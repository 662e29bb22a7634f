import type { World } from "./world.ts";

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
export type Kind = "write" | "read" | "listing" | "lease" | "session" | "commit" | "quota";

/** What of all answers the rule is about that is judged by them. */
export interface Focus {
  judges: ReadonlySet<Kind>;
  /**
   * Whether what went before brings a sequence within the rule. Where not even that is needed for a wrong answer,
   * something else is wrong, which has a rule of its own.
   * @param kind of what was wrong
   */
  involved(world: World, kind: Kind): boolean;
}
