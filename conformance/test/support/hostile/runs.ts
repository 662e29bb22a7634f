/** Runs checks against hostile servers. */
import type { RequestListener } from "node:http";
import { expect } from "vitest";
import type { TestableRuleId } from "../../../../generated/rules.ts";
import { checks } from "../../../checks/index.ts";
import { keyring } from "../../../exchange/credentials.ts";
import { exchangesOf } from "../../../results/format-exchange.ts";
import type { RuleResult } from "../../../results/report-model.ts";
import { verdict } from "../../../results/verdict.ts";
import { AccountLender } from "../../../runner/accounts/account-lender.ts";
import type { Check } from "../../../runner/define-check.ts";
import { FindingsOfRun } from "../../../runner/judge/contract-findings.ts";
import { judgeRule } from "../../../runner/judge/judge-rule.ts";
import { SCENARIOS } from "../../../runner/protocol.ts";
import { TESTABLE } from "../../../runner/select/rule-selectors.ts";
import { DEFAULTS, type Target } from "../../../runner/target.ts";
import { type Act, unheard } from "./acts.ts";

/** A target at a server of which nothing is known, for every scenario too. */
export function target(origin: string, more: Partial<Target> = {}): Target {
  const place = {
    endpoint: `${origin}/{account}`,
    keys: keyring(
      { scheme: "bearer", token: "token-{account}" },
      { hawk: { id: "{account}", key: "secret" } },
    ),
    accounts: [],
    headers: [],
  };
  const scenario = { ...place, before: null, after: null, commandTimeoutMs: 0 };
  return {
    ...place,
    scenarios: Object.fromEntries(SCENARIOS.map((name) => [name, scenario])),
    timeoutMs: 250,
    concurrency: 16,
    // Without it no check would begin, and nothing would be shown of the checks themselves.
    wipe: true,
    run: "hostile",
    ...DEFAULTS,
    ...more,
  };
}

/** Runs checks, the look at the target left out. */
export async function runAll(
  at: Target,
  rules: readonly TestableRuleId[] = TESTABLE,
  checkOf = (rule: TestableRuleId): Check => checks[rule],
): Promise<RuleResult[]> {
  const lender = new AccountLender(at);
  const queue = [...rules];
  const results: RuleResult[] = [];
  const work = async () => {
    for (let rule = queue.shift(); rule; rule = queue.shift()) {
      results.push(await judgeRule(rule, checkOf(rule), lender));
    }
  };
  await Promise.all(Array.from({ length: at.concurrency }, work));
  await lender.close();
  const findings = new FindingsOfRun(at.repeats);
  for (const exchange of exchangesOf(results)) findings.record(exchange);
  return results.map((result) => findings.applyTo(result));
}

export function passed(results: readonly RuleResult[]): RuleResult[] {
  return results.filter(({ outcome }) => outcome === "passed");
}

/** The run came to a verdict that is not green, for reasons that are the server's. */
export function expectNothingGreen(results: readonly RuleResult[]): void {
  expect(verdict(results)).not.toBe("pass");
  const own = results.filter(({ reason }) => reason?.includes("the suite itself failed"));
  expect(own.map(({ rule, reason }) => `${rule}: ${reason}`)).toEqual([]);
}

/** A server that does the same to every request. */
export function always(act: Act): RequestListener {
  return (request) => {
    request.resume();
    unheard(request.socket);
    act(request.socket, {
      method: request.method ?? "",
      target: request.url ?? "",
      status: 200,
      headers: [
        ["Content-Type", "application/json"],
        ["X-Weave-Timestamp", "1795000000"],
      ],
      body: Buffer.from("{}"),
    });
  };
}
