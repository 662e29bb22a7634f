import type { CoverageRow, Loss, Outcome } from "./model.ts";

/** Outcomes in the order in which a reader wants to see them: what needs work first. */
export const BY_URGENCY: readonly Outcome[] = [
  "violated",
  "inconsistent",
  "broken",
  "inconclusive",
  "untested",
  "notApplicable",
  "passed",
];

/** How an outcome is called in a report. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  passed: "passed",
  violated: "violated",
  inconsistent: "inconsistent",
  untested: "untested",
  notApplicable: "not applicable",
  inconclusive: "inconclusive",
  broken: "broken",
};

/** What an exchange is called that says nothing of the server. */
export const LOSS_WORDS: Readonly<Record<Loss, string>> = {
  unanswered: "got lost",
  foreign: "not the answer of the server",
  limit: "more than this suite reads",
};

/** How a coverage row is called in a report. */
export const COVERAGE_WORDS: Readonly<Record<CoverageRow, string>> = {
  operations: "operations",
  statuses: "statuses",
  requestHeaders: "request headers",
  responseHeaders: "response headers",
  parameters: "parameters",
  mediaTypes: "media types",
  rules: "rules",
};

/** `22 passed, 2 violated`, without the outcomes that did not occur. */
export function countWords(counts: Readonly<Record<Outcome, number>>): string {
  const order: Outcome[] = ["passed", ...BY_URGENCY.filter((outcome) => outcome !== "passed")];
  return order
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${OUTCOME_WORDS[outcome]}`)
    .join(", ");
}
