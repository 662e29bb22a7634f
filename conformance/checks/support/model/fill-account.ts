/** Fills an account up to a small rest of its quota. */
import type { Partition } from "../../../contract/document.ts";
import { BALLAST } from "./aim-command.ts";
import type { World } from "./model-world.ts";
import { performWrite } from "./perform-write.ts";

/** Fills an account except for some bytes of its quota. */
export async function fill(world: World, room: number): Promise<void> {
  const { recordBytes } = world.bounds;
  const quota = world.bounds.quota ?? 0;
  const [partition, collection] = BALLAST.split("/") as [Partition, string];
  const count = Math.ceil((quota - room) / recordBytes);
  let left = quota - room;
  for (let number = 0; number < count; number++) {
    const size = Math.min(left, recordBytes);
    left -= size;
    await performWrite(world, {
      ...{ kind: "put", partition, collection, id: `f${number}`, fields: { payload: "x".repeat(size) } },
      ...{ client: 0, session: null, late: false, aimed: false, condition: null },
    });
  }
}
