/** The words that reports use for outcomes, losses and rows of coverage. */
import type { CoverageRow, Loss, Outcome } from "./report-model.ts";

/** Outcomes in the order of urgency: those that need work come first. */
export const BY_URGENCY: readonly Outcome[] = [
  "violated",
  "inconsistent",
  "broken",
  "inconclusive",
  "untested",
  "notApplicable",
  "passed",
];

/** The words for an outcome. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  passed: "passed",
  violated: "violated",
  inconsistent: "inconsistent",
  untested: "untested",
  notApplicable: "not applicable",
  inconclusive: "inconclusive",
  broken: "broken",
};

/** The words for an exchange whose answer is lost. */
export const LOSS_WORDS: Readonly<Record<Loss, string>> = {
  unanswered: "got lost",
  foreign: "not the answer of the server",
  limit: "more than this suite reads",
};

/** The words for a row of coverage. */
export const COVERAGE_WORDS: Readonly<Record<CoverageRow, string>> = {
  operations: "operations",
  statuses: "statuses",
  requestHeaders: "request headers",
  responseHeaders: "response headers",
  parameters: "parameters",
  mediaTypes: "media types",
  rules: "rules",
};

/** `22 passed, 2 violated`: every outcome that occurs, with its count. */
export function countWords(counts: Readonly<Record<Outcome, number>>): string {
  const order: Outcome[] = ["passed", ...BY_URGENCY.filter((outcome) => outcome !== "passed")];
  return order
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${OUTCOME_WORDS[outcome]}`)
    .join(", ");
}
