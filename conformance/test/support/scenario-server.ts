/** A server that keeps nothing and notes which requests it gets, for tests of scenarios. */
import type { RequestListener } from "node:http";
import { expect } from "vitest";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { type Check, type CheckContext, needs } from "../../runner/define-check.ts";
import { judgeRule } from "../../runner/judge/judge-rule.ts";
import type { ScenarioTarget, Target } from "../../runner/target.ts";
import { CANARY, targetAt, withLabAt } from "./account-lenders.ts";
import { withServer } from "./servers.ts";

export const TOKEN = `${CANARY}-{account}`;
export const HAWK = { id: "{account}", key: `${CANARY}-key-{account}` };

/** A server that keeps nothing, takes whoever has credentials, and tells what it was asked. */
export function server(
  asked: string[],
  { challenge = "Bearer", quota = null as number | null } = {},
): RequestListener {
  return (request, response) => {
    const { method, url = "", headers } = request;
    asked.push(`${method} ${url}${headers["user-agent"] ? ` by ${headers["user-agent"]}` : ""}`);
    const fields = { "X-Weave-Timestamp": "1795000000", "X-Weave-Store": "s", "Cache-Control": "no-store" };
    const versioned = { "X-Last-Modified-Version": "0", "Content-Type": "application/json" };
    for (const [name, value] of Object.entries({ ...fields, ...versioned })) response.setHeader(name, value);
    if (!headers.authorization) response.writeHead(401, { "WWW-Authenticate": challenge }).end("{}");
    else if (url.startsWith("/dead/")) response.writeHead(503).end("{}");
    else if (url.endsWith("/quota")) response.end(JSON.stringify({ usage: 0, quota }));
    else if (method === "DELETE") response.writeHead(204).end();
    else if (method === "POST") response.writeHead(201).end(JSON.stringify({ id: `s${asked.length}` }));
    else response.end("{}");
  };
}

export const asking = async ({ account }: CheckContext) => {
  await account.get("/info/collections");
};
export const ask = needs({ partitions: 1 }, asking);

export function scenarioAt(origin: string, more: Partial<ScenarioTarget> = {}): ScenarioTarget {
  const { keys } = targetAt(origin);
  const endpoint = `${origin}/{account}`;
  return {
    endpoint,
    keys,
    accounts: [],
    headers: [],
    before: null,
    after: null,
    commandTimeoutMs: 1000,
    ...more,
  };
}

export interface Case {
  rule: TestableRuleId;
  check?: Check;
  challenge?: string;
  quota?: number | null;
  target?: (origin: string) => Partial<Target>;
}

export async function outcomeOf({ rule, check = ask, target = () => ({}), ...offers }: Case) {
  const asked: string[] = [];
  return withServer(server(asked, offers), (origin) =>
    withLabAt(targetAt(origin, target(origin)), async (lender) => {
      const result = await judgeRule(rule, check, lender);
      expect(JSON.stringify(result)).not.toContain(CANARY);
      return { ...result, asked: asked.map((line) => line.replaceAll(origin, "")) };
    }),
  );
}
