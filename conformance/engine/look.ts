import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { uriComponent } from "../results/text.ts";

/** What a look at an account shows. */
export interface Look {
  /** Collections of the account; null when the server does not say so intelligibly. */
  held: number | null;
  answer: Answer;
}

/** Looks how many collections an account holds. */
export async function look(account: Account): Promise<Look> {
  const answer: Answer = await account.get("/info/collections");
  const map = answer.json;
  const intelligible =
    answer.status === 200 && typeof map === "object" && map !== null && !Array.isArray(map);
  return { held: intelligible ? Object.keys(map).length : null, answer };
}

/** Deletes all that an account holds. A live session of somebody else's stands in the way. */
export function empty(account: Account): Promise<Answer> {
  return account.delete("/", { repeatable: true });
}

/** Ends sessions that a check left behind: they would keep all others from writing. */
export async function abandon(account: Account, sessions: Iterable<string>): Promise<void> {
  for (const id of sessions) {
    await account.delete(`/sessions/${uriComponent(id)}`, { repeatable: true });
  }
}
