import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";

/** Deletes everything but what is named by full paths. */
export function deleteBut(account: Account, ...paths: string[]): Promise<Answer> {
  return account.delete("/", { query: { keep: paths.join(",") } });
}
