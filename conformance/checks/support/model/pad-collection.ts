/** Stores records until a collection fills the longest page. */
import type { Pad, SendingManner } from "./commands.ts";
import type { Lease } from "./model-session.ts";
import { usageOf } from "./model-state.ts";
import type { World } from "./model-world.ts";
import { performWrite } from "./perform-write.ts";
import { leaseOf } from "./session-of-command.ts";
import { type Effect, staysWithin, touches } from "./write-effects.ts";

/** A page with more records than this is not filled. */
const MOST_RECORDS = 2000;
const MOST_LISTED = 200;
const MOST_STAGED = 600;

/** How many records a collection lacks. */
function missing({ state, bounds }: World, { partition, collection, plus }: Pad): number {
  const held = state.partitions[partition].collections.get(collection)?.records.size ?? 0;
  return bounds.pageRecords + plus - held;
}

/** How many more records can be staged; the bound is larger than what servers write at once. */
function stageable({ bounds }: World, { records, bytes }: Lease): number {
  return Math.min(MOST_STAGED, bounds.stagedRecords - records, bounds.stagedBytes - bytes);
}

/** Whether a page can be filled: it must not be very long, and no quota or session may prevent it. */
export function isOpenToPad(world: World, command: Pad & SendingManner): boolean {
  const { bounds, live, state } = world;
  const { partition, collection } = command;
  const lease = leaseOf(world, command);
  const effect: Effect = { kind: "drop", partition, collections: [collection] };
  if (lease) return staysWithin([effect], lease.scope) && stageable(world, lease) > 0;
  const count = missing(world, command);
  const free = !live.some(({ scope }) => touches([effect], scope));
  const fits = bounds.quota === null || usageOf(state) + count <= bounds.quota;
  return count > 0 && bounds.pageRecords <= MOST_RECORDS && free && fits;
}

/**
 * Stores the missing records, one list after another; in a session, so many that the commit is large.
 */
export async function pad(world: World, command: Pad & SendingManner): Promise<void> {
  const { partition, collection, client } = command;
  const lease = leaseOf(world, command);
  const session = lease ? command.session : null;
  const most = lease ? stageable(world, lease) : 0;
  let number = 0;
  const left = () => (lease ? most - number : missing(world, command));
  while (left() > 0) {
    const size = Math.min(left(), world.bounds.listRecords, MOST_LISTED);
    const elements = Array.from({ length: size }, () => {
      const id = `p${String(number++).padStart(4, "0")}`;
      const sortindex = number % 7 === 0 ? null : number % 7;
      return { collection, id, fields: { payload: "p", sortindex }, bad: false };
    });
    await performWrite(world, {
      ...{ kind: "postList", partition, collection, elements, twice: false },
      ...{ client, session, late: false, aimed: false, condition: null },
    });
  }
}
