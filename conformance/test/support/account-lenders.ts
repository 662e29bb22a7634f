/** Targets and account lenders for tests of the runner. */
import { keyring } from "../../exchange/credentials.ts";
import type { Handler } from "../../reference/http-handler.ts";
import { startReference } from "../../reference/server.ts";
import { AccountLender, type ScenarioSwitch } from "../../runner/accounts/account-lender.ts";
import { DEFAULTS, type Target } from "../../runner/target.ts";

/** Would show up anywhere if it leaked. */
export const CANARY = "canary-b81d44";

/** A target that makes accounts on the fly and has no scenarios. */
export function targetAt(origin: string, more: Partial<Target> = {}): Target {
  return {
    endpoint: `${origin}/{account}`,
    keys: keyring({ scheme: "bearer", token: `${CANARY}-{account}` }),
    accounts: [],
    headers: [],
    scenarios: {},
    timeoutMs: 2000,
    concurrency: 2,
    wipe: true,
    run: "r",
    ...DEFAULTS,
    ...more,
  };
}

/** Works with a lender and closes it. */
export async function withLabAt<T>(
  target: Target,
  work: (lender: AccountLender) => Promise<T>,
  stage: ScenarioSwitch | null = null,
): Promise<T> {
  const lender = new AccountLender(target, { scenarioSwitch: stage });
  return work(lender).finally(() => lender.close());
}

/** A lender of given accounts on a reference server. */
export async function withLab<T>(
  work: (lender: AccountLender) => Promise<T>,
  wrap: (handler: Handler) => Handler = (same) => same,
  names = ["one", "two"],
) {
  const server = await startReference({ token: (account) => `${CANARY}-${account}-end`, wrap });
  const accounts = names.map((name) => ({
    name,
    endpoint: server.endpoint.replace("{account}", name),
    keys: keyring({ scheme: "bearer", token: `${CANARY}-${name}-end` }),
  }));
  try {
    return await withLabAt(targetAt("", { endpoint: "", accounts }), work);
  } finally {
    await server.close();
  }
}
