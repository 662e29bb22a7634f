import type { RuleId } from "../../../generated/rules.ts";
import type { Exchange, RuleResult } from "../../results/report-model.ts";

/** The outcome of a rule, and why. */
export type Conclusion = Pick<RuleResult, "outcome" | "reason" | "violation" | "lost" | "obstacle">;

/** What one attempt at a check has shown. */
export interface Evidence {
  rule: RuleId;
  /** What the check threw; null when it returned. */
  failure: unknown;
  /** All exchanges of the attempt, with set-up and clean-up. */
  exchanges: readonly Exchange[];
  /** The exchanges of the check itself. */
  own: readonly Exchange[];
  /** True if the server was down meanwhile, even if no request of the check noticed it. */
  disturbed?: boolean;
}
