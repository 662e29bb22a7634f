/** Judges a check while something between it and the reference server changes requests. */
import type { HttpBindings } from "@hono/node-server";
import { embedded } from "../../config/reference-target.ts";
import type { Handler } from "../../reference/http-handler.ts";
import { startReference } from "../../reference/server.ts";
import type { RuleResult } from "../../results/report-model.ts";
import type { Check } from "../../runner/define-check.ts";
import { judgeRule } from "../../runner/judge/judge-rule.ts";
import { targetAt, withLabAt } from "./account-lenders.ts";

/** Judges a check at a reference server with something between. */
export async function judged(
  check: Check,
  wrap: (handler: Handler) => Handler,
  { repeats = 2, rule = "record.created" as const } = {},
): Promise<RuleResult> {
  const server = await startReference({ wrap });
  const target = targetAt("", { ...embedded(server), scenarios: {}, repeats });
  return withLabAt(target, (lender) => judgeRule(rule, check, lender)).finally(() => server.close());
}

/** Does something else with the requests that are named: ends their connection, or answers them. */
export function turning(isMeant: (method: string, path: string) => boolean, instead?: () => Response) {
  return (handler: Handler): Handler =>
    (request, env) => {
      const { method = "", url = "", socket } = (env as HttpBindings).incoming;
      if (!isMeant(method, url)) return handler(request, env);
      if (instead) return instead();
      socket.destroy();
      return new Promise<Response>(() => {});
    };
}
