import type { Account } from "../exchange/account.ts";
import { type Lab, look } from "./lab.ts";
import { makesAccounts } from "./target.ts";

/** The target cannot be used: the message says why, and what to do. */
export class Unusable extends Error {}

/**
 * Looks at the target before anything is written: reachable, credentials accepted, accounts empty.
 * @throws Unusable
 */
export async function preflight(lab: Lab): Promise<void> {
  const { target } = lab;
  const indexes = makesAccounts(target) ? [0] : target.accounts.map((_, index) => index);
  for (const account of lab.accounts(indexes, () => {})) await inspect(account, target.wipe);
}

async function inspect(account: Account, wipe: boolean): Promise<void> {
  const { held, answer } = await look(account);
  const where = `account ${account.name} at ${answer.exchange.request.url.replace(/\/info\/collections$/, "")}`;
  if (answer.status === 0) {
    throw new Unusable(
      `${where} cannot be reached: ${answer.exchange.error}. Is the server running, and the URL right?`,
    );
  }
  if (answer.status === 401) {
    throw new Unusable(
      `${where} refuses the credentials (401). Check the token: SYNC2_TOKEN, or "token" in the config.`,
    );
  }
  if (wipe || held === 0) return;
  if (held === null) {
    throw new Unusable(
      `cannot tell whether ${where} is empty: ${answer.asked} answered ${answer.status} without a map of collections. ` +
        "The suite deletes what it finds, so it goes on only with --wipe.",
    );
  }
  const collections = held === 1 ? "1 collection" : `${held} collections`;
  throw new Unusable(
    `${where} holds ${collections}. The suite deletes what it finds: use an empty account, or allow it with --wipe.`,
  );
}
