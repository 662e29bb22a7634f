/** Finds the session that a command is sent in. */
import type { SendingManner } from "./commands.ts";
import type { Lease } from "./model-session.ts";
import type { World } from "./model-world.ts";

/** The live session that a command is sent in; null for none. */
export function leaseOf(world: World, command: Pick<SendingManner, "session" | "late">): Lease | null {
  const { live } = world;
  const { session } = command;
  if (session === null || strayOf(world, command)) return null;
  return live[session % Math.max(1, live.length)] ?? null;
}

/** The invalid session of a command: an ended one, or one of another account; null for none. */
export function strayOf(
  { leases, twin }: World,
  { session, late }: Pick<SendingManner, "session" | "late">,
): Lease | null {
  if (!late || session === null) return null;
  const all = (twin?.leases ?? leases.filter(({ outcome }) => outcome !== null)).toReversed();
  return all[session % Math.max(1, all.length)] ?? null;
}
