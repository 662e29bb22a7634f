/** Compares answers about the quota with the model. */
import type { Answer } from "../../../exchange/answer.ts";
import { type State, usageOf } from "./model-state.ts";
import type { World } from "./model-world.ts";

/** Whether a write must be refused: the usage after it is above the quota and higher than before. */
export function isOverQuota({ state, bounds: { quota } }: World, after: State): boolean {
  return quota !== null && usageOf(after) > Math.max(quota, usageOf(state));
}

/** The answer to a write must give the remaining quota (quota.remaining.*). */
export function expectRemaining(world: World, answer: Answer): void {
  const { quota } = world.bounds;
  if (quota === null || !world.judges("quota")) return;
  const left = Math.max(0, quota - usageOf(world.state));
  const got = answer.header("X-Weave-Quota-Remaining");
  if (got === String(left)) return;
  world.fail(
    "quota",
    `X-Weave-Quota-Remaining of ${answer.asked} to be ${left}`,
    String(got ?? "nothing"),
    answer,
  );
}
