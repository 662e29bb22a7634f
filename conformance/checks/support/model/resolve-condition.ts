/** Resolves the version of a condition, and checks the status that follows for a read. */
import type { Answer } from "../../../exchange/answer.ts";
import type { Condition, SendingManner, VersionRef } from "./commands.ts";
import type { World } from "./model-world.ts";
import type { Target } from "./plan-write.ts";

/** A condition with its version. */
export interface GivenCondition {
  on: Condition["on"];
  version: number;
}

/** Looks up the version of a condition; null for none. */
export function conditionOf(
  world: World,
  { client, condition }: Pick<SendingManner, "client" | "condition">,
  target: Target,
): GivenCondition | null {
  if (condition === null) return null;
  const versions: Record<VersionRef, number> = {
    target: target.version,
    before: Math.max(0, target.version - 1),
    seen: world.seen(client, target.path),
    zero: 0,
    account: world.state.version,
    future: world.state.version + 1000,
  };
  return { on: condition.on, version: versions[condition.version] };
}

/**
 * Compares status and version of the answer to a read.
 * @returns whether it shows the target
 */
export function expectReadStatus(
  world: World,
  kind: "read" | "listing",
  answer: Answer,
  target: Target,
  condition: GivenCondition | null,
): boolean {
  if (!target.exists) {
    world.expectStatus(kind, answer, [404], ": it does not exist");
    world.count("missing");
    return false;
  }
  const stale = condition?.on === "unmodified" && target.version > condition.version;
  const known = condition?.on === "modified" && target.version <= condition.version;
  world.expectStatus(kind, answer, [stale ? 412 : known ? 304 : 200]);
  world.expectVersion(kind, answer, target, target.version);
  return !stale && !known;
}
