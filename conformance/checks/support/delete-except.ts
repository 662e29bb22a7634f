/** Deletes everything in an account except some paths. */
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";

/** Deletes everything in an account except these full paths. */
export function deleteExcept(account: Account, ...paths: string[]): Promise<Answer> {
  return account.delete("/", { query: { keep: paths.join(",") } });
}
