import type { CheckOptions, Outcome, Report, RuleId, RuleResult } from "sync2-protocol";
import { check, defineConfig, Interrupted, rules, Unusable, UsageError } from "sync2-protocol";
import openapi from "sync2-protocol/openapi.json" with { type: "json" };
import { rules as same } from "sync2-protocol/rules";
import type { components, paths } from "sync2-protocol/types";
import { describeConformance } from "sync2-protocol/vitest";

const id: RuleId = "record.created";
const options: CheckOptions = {
  endpoint: "http://127.0.0.1:8000/2.0/{account}",
  token: "secret-{account}",
  only: [id],
};
const outcomes: Promise<Outcome[]> = check({
  ...options,
  onResult: (result: RuleResult) => result.rule,
}).then((report: Report) => report.results.map(({ outcome }) => outcome));
const record: components["schemas"]["Record"]["id"] = "a";
const path: keyof paths = "/info/collections";
const version: string = openapi.info.version;
describeConformance(async () => options, { name: "mine" });
export default defineConfig({ endpoint: "http://127.0.0.1:8000/2.0/{account}" });
export { Interrupted, outcomes, path, record, same, Unusable, UsageError, version };
export const text: string = rules[id].text;

// @ts-expect-error no rule has this id
const unknown: RuleId = "record.unknown";
// @ts-expect-error no option has this name
check({ endpiont: "http://127.0.0.1:8000" });
// @ts-expect-error a scheme that there is not
check({ credentials: { scheme: "digest" } });

export { unknown };
