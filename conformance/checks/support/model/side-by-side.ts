/** Performs several sequences at once, each in its own account. */
import type { Account } from "../../../exchange/account.ts";
import type { Command } from "./commands.ts";
import { type Attempts, type Failure, performAll } from "./sequence-attempts.ts";

/** Performs as many sequences as there are accounts at once. */
export function sideBySide(
  sequences: readonly Command[][],
  accounts: readonly Account[],
  attempts: Attempts,
): Promise<(Failure | null)[]> {
  return Promise.all(
    sequences.map((commands, index) => attempts.try((world) => performAll(world, commands), accounts[index])),
  );
}
