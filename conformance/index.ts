/** The library: `import { check } from "sync2-protocol"`. */
export {
  type Rule,
  type RuleId,
  rules,
  type TestableRuleId,
} from "../generated/rules.ts";
export { type Config, defineConfig } from "./config/define-config.ts";
export type { CheckOptions, Choice, ServerOptions } from "./config/library-options.ts";
export { check } from "./library/library-check.ts";
export { Interrupted, Unusable, UsageError } from "./results/errors.ts";
export type {
  Clock,
  Coverage,
  Exchange,
  Finding,
  Level,
  Outcome,
  Report,
  RuleResult,
  Verdict,
  Violation,
} from "./results/report-model.ts";
