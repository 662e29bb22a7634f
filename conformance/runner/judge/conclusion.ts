import type { RuleId } from "../../../generated/rules.ts";
import type { Exchange, RuleResult } from "../../results/model.ts";

/** What a rule came to, and why. */
export type Conclusion = Pick<RuleResult, "outcome" | "reason" | "violation" | "lost" | "obstacle">;

/** What there is to conclude from. */
export interface Evidence {
  rule: RuleId;
  /** What the check threw; null when it returned. */
  failure: unknown;
  /** Every exchange made for the check. */
  exchanges: readonly Exchange[];
  /** Those that the check itself made. */
  own: readonly Exchange[];
  /** True where the server was away meanwhile, whether or not a request of the check met with that. */
  disturbed?: boolean;
}
