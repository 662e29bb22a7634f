/** A report with every outcome, for tests of the HTML page. */
import { DOCUMENT_VERSION } from "../../../contract/document.ts";
import type { Baseline, Report, RuleResult } from "../../../results/report-model.ts";
import { verdict } from "../../../results/verdict.ts";
import { asRule, exchange, HOSTILE, report, result, sampleResults, violated } from "../sample-report.ts";

/** A rule that the server broke in an operation of the document. */
function atOperation(rule: string, operation: string, status: number): RuleResult {
  const seen = violated(rule);
  const shown = { ...exchange(`${rule}#2`, "GET", "info/quota", status), operation };
  return { ...seen, exchanges: [exchange(`${rule}#1`, "GET", "info/quota", 200), shown] };
}

const BASELINE: Baseline = {
  file: "sync2-baseline.yaml",
  known: [
    {
      rule: asRule("record.head"),
      reason: `The storage is being rewritten. ${HOSTILE.markup}`,
      issue: "https://tracker.example/412",
      expires: "2027-01-31",
    },
  ],
  problems: [
    {
      rule: "record.get.ok",
      line: 12,
      message: `record.get.ok passes now: remove line 12. ${HOSTILE.markup}`,
    },
  ],
};

/** Each outcome, each kind of evidence, a known failure, a wrong baseline, and hostile text wherever there is text. */
export function richReport(): Report {
  const results = [
    ...sampleResults(),
    atOperation("header.store.present", "getInfoQuota", 200),
    atOperation("record.head", "headRecord", 200),
    violated("record.get.ttl", "SHOULD NOT"),
    result("list.many", "passed", {
      exchanges: Array.from({ length: 40 }, (_, n) => exchange(`list.many#${n + 1}`, "GET", "storage", 200)),
    }),
  ];
  return report(results, {
    suite: { name: "sync2-protocol", version: "0.1.0", document: DOCUMENT_VERSION },
    target: { endpoint: `http://127.0.0.1:8000/${HOSTILE.markup}`, accounts: HOSTILE.markup },
    baseline: BASELINE,
    verdict: verdict(results, BASELINE),
  });
}
