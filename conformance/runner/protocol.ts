/**
 * Everything the runner knows about Sync: scenarios, partitions, how to recognise a Sync server, and how to read and
 * empty an account. Besides this file, only `run-marker.ts`, `applicability.ts` and `measure-clock.ts` name a path or
 * a header of the protocol.
 */
import type { Rule } from "../../generated/rules.ts";
import { PARTITIONS, type Partition } from "../contract/document.ts";
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { uriComponent } from "../results/format-text.ts";

/** A state of a server that no client can cause, so the user has to name a target that is in it. */
export type Scenario = NonNullable<Rule["scenario"]>;

export const SCENARIOS: readonly Scenario[] = [
  "maintenance",
  "backoff",
  "quota",
  "message",
  "upgrade-client",
  "deprecated",
  "retired",
  "expired-credentials",
];

const DEAD: ReadonlySet<Scenario> = new Set([
  "maintenance",
  "upgrade-client",
  "retired",
  "expired-credentials",
]);

/** True if every request fails in this scenario, so accounts can neither be read nor emptied. */
export function refusesEverything(scenario: Scenario): boolean {
  return DEAD.has(scenario);
}

/** The partitions for which a check runs; one of them if its rule does not depend on partitions. */
export function partitionsOf({ partitions }: { partitions?: 1 } = {}): readonly Partition[] {
  return partitions === 1 ? ["storage"] : PARTITIONS;
}

/** Whether an answer has a header field or a body that only a Sync server sends. */
export function speaksProtocol(answer: Answer): boolean {
  if (answer.header("X-Weave-Timestamp") !== undefined) return true;
  return answer.type === "application/problem+json" && answer.code !== undefined;
}

/** What an account holds, as far as its server says. */
export interface AccountContents {
  /** Number of collections; null if the answer is no map of collections. */
  collections: number | null;
  answer: Answer;
}

/** Counts the collections of an account. */
export async function readContents(account: Account): Promise<AccountContents> {
  const answer: Answer = await account.get("/info/collections");
  const map = answer.json;
  const intelligible =
    answer.status === 200 && typeof map === "object" && map !== null && !Array.isArray(map);
  return { collections: intelligible ? Object.keys(map).length : null, answer };
}

/** Deletes everything in an account. The server refuses this while somebody else's session is alive. */
export function emptyAccount(account: Account): Promise<Answer> {
  return account.delete("/", { repeatable: true });
}

/** Ends sessions that a check left open: nobody else can write until they end. */
export async function endSessions(account: Account, sessions: Iterable<string>): Promise<void> {
  for (const id of sessions) {
    await account.delete(`/sessions/${uriComponent(id)}`, { repeatable: true });
  }
}
