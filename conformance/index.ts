/** The library: `import { check } from "sync2-protocol"`. */
export {
  type Rule,
  type RuleId,
  rules,
  type TestableRuleId,
} from "../generated/rules.ts";
export { type Config, defineConfig } from "./cli/define-config.ts";
export { UsageError } from "./cli/exit.ts";
export { Unusable } from "./engine/unusable.ts";
export { check } from "./library/check.ts";
export type { CheckOptions, Choice, ServerOptions } from "./library/options.ts";
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
} from "./report/model.ts";
export { Interrupted } from "./run/interrupted.ts";
