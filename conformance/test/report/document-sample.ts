import { DOCUMENT_VERSION } from "../../contract/document.ts";
import type { Exchange, HeaderList, Report, RuleResult } from "../../results/report-model.ts";
import { asRule, exchange, report, result } from "../support/sample-report.ts";

/** What `GET /info/quota` answers with 200, all declared header fields there. */
export const FIELDS: HeaderList = [
  ["x-last-modified-version", "7"],
  ["X-Weave-Timestamp", "1748779200"],
  ["X-Weave-Store", "a15ce2563699"],
  ["Cache-Control", "no-store"],
];

export const without = (name: string): HeaderList =>
  FIELDS.filter(([field]) => field.toLowerCase() !== name.toLowerCase());

/** An exchange at an operation; the rules are those of which the contract layer saw a breach. */
export function seen(
  id: string,
  operation: string | null,
  status: number | null,
  { fields = FIELDS, breaks = [] }: { fields?: HeaderList; breaks?: readonly string[] } = {},
): Exchange {
  const made = { ...exchange(id, "GET", "info/quota", status), operation };
  if (made.response) made.response.headers = fields;
  made.findings = breaks.map((rule) => ({ rule: asRule(rule), expected: "a", got: "b" }));
  return made;
}

/** A rule that was violated, with what shows it. */
export function broke(rule: string, shown: Exchange | null, more: readonly Exchange[] = []): RuleResult {
  return result(rule, "violated", {
    exchanges: [...more, ...(shown === null ? [] : [shown])],
    violation: { exchange: shown?.id ?? null, expected: "one", got: "none", curl: "curl x", script: null },
  });
}

export const passed = (rule: string, exchanges: Exchange[] = []) => result(rule, "passed", { exchanges });

/** A report of this version of the suite about this version of the document. */
export function reportOf(results: RuleResult[], more: Partial<Report> = {}): Report {
  const exchanges = results.reduce((sum, { exchanges }) => sum + exchanges.length, 0);
  return report(results, {
    suite: { name: "sync2-protocol", version: "0.1.0", document: DOCUMENT_VERSION },
    timing: { durationMs: 1200, exchanges },
    ...more,
  });
}
