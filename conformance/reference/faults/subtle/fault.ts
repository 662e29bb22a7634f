/** The type of a fault that hides from checks which try one thing at a time. */
import type { TestableRuleId } from "../../../../generated/rules.ts";
import type { Fault } from "../fault.ts";

/** A fault that hides from checks that try one thing at a time. */
export interface SubtleFault extends Fault {
  /** The rule whose check was seen to catch it. */
  caughtBy: TestableRuleId;
}
