/**
 * What the runner knows of Sync: its scenarios and partitions, what proves that a server speaks it, and how an account
 * is looked into and emptied. The rest of the runner is machinery. Besides this file, only `run-marker.ts`,
 * `applicability.ts` and `measure-clock.ts` name a path or a header of the protocol.
 */
import type { Rule } from "../../generated/rules.ts";
import { PARTITIONS, type Partition } from "../contract/document.ts";
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { uriComponent } from "../results/text.ts";

/** A state that a black box cannot bring about by itself, so that a target has to be named for it. */
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

/** True where no request ever succeeds, so that accounts can neither be looked at nor emptied. */
export function refusesEverything(scenario: Scenario): boolean {
  return DEAD.has(scenario);
}

/** The partitions for which a check runs; any one of them where its rule has nothing to do with partitions. */
export function partitionsOf({ partitions }: { partitions?: 1 } = {}): readonly Partition[] {
  return partitions === 1 ? ["storage"] : PARTITIONS;
}

/** Whether an answer has anything that only a server of this protocol sends. */
export function speaksProtocol(answer: Answer): boolean {
  if (answer.header("X-Weave-Timestamp") !== undefined) return true;
  return answer.type === "application/problem+json" && answer.code !== undefined;
}

/** What a look at an account shows. */
export interface AccountContents {
  /** Collections of the account; null when the server does not say so intelligibly. */
  collections: number | null;
  answer: Answer;
}

/** Looks how many collections an account holds. */
export async function readContents(account: Account): Promise<AccountContents> {
  const answer: Answer = await account.get("/info/collections");
  const map = answer.json;
  const intelligible =
    answer.status === 200 && typeof map === "object" && map !== null && !Array.isArray(map);
  return { collections: intelligible ? Object.keys(map).length : null, answer };
}

/** Deletes all that an account holds. A live session of somebody else's stands in the way. */
export function emptyAccount(account: Account): Promise<Answer> {
  return account.delete("/", { repeatable: true });
}

/** Ends sessions that a check left behind: they would keep all others from writing. */
export async function endSessions(account: Account, sessions: Iterable<string>): Promise<void> {
  for (const id of sessions) {
    await account.delete(`/sessions/${uriComponent(id)}`, { repeatable: true });
  }
}
