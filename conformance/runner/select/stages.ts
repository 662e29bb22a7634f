/** The stages of an unfinished server, and the operations that its checks may use. */
import { AsyncLocalStorage } from "node:async_hooks";
import { rules, type StageName, stages, type TestableRuleId } from "../../../generated/rules.ts";
import type { OperationId } from "../../contract/document.ts";

export type { StageName } from "../../../generated/rules.ts";

/** The stages of writing a server, in their order. */
export const STAGE_NAMES: readonly StageName[] = stages.map(({ name }) => name);

/** The stage in which a rule can pass. */
export function stageOf(rule: TestableRuleId): StageName {
  return rules[rule].stage;
}

/** The operations of a stage and of all before it. */
export function operationsThrough(stage: StageName): ReadonlySet<OperationId> {
  return new Set(
    stages.slice(0, STAGE_NAMES.indexOf(stage) + 1).flatMap(({ operations }) => [...operations]),
  );
}

const reach = new AsyncLocalStorage<ReadonlySet<OperationId>>();

/**
 * Does work within the operations up to a stage. A check that covers every operation then covers only these, so that an
 * early stage can pass on a server without the later ones.
 * @param stage null: all operations
 */
export function keepingTo<T>(stage: StageName | null, work: () => T): T {
  return stage === null ? work() : reach.run(operationsThrough(stage), work);
}

/** Whether the current work may use an operation. */
export function isInReach(operation: OperationId): boolean {
  return reach.getStore()?.has(operation) ?? true;
}
