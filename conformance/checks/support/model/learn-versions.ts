/** Takes over versions from the server that the document leaves open after a commit. */
import type { Partition } from "../../../contract/document.ts";
import type { State } from "./model-state.ts";
import type { World } from "./model-world.ts";

/**
 * Reads versions that a commit may have left or raised, and takes them over into the model.
 * @param before the state before the commit
 * @param open full paths of partitions and collections
 */
export async function learn(world: World, before: State, open: readonly string[]): Promise<void> {
  for (const path of open) {
    const [partition = "", name] = path.split("/");
    const answer = await world.send({ client: 0, method: "HEAD", path: `/${path}` });
    const find = ({ partitions }: State) => {
      const found = partitions[partition as Partition];
      return name === undefined ? found : found.collections.get(name);
    };
    const now = find(world.state);
    const shown = answer.integer("X-Last-Modified-Version");
    const allowed = [find(before)?.version, now?.version];
    if (!now || shown === undefined || !allowed.includes(shown)) {
      world.fail(
        "read",
        `X-Last-Modified-Version of ${answer.asked} to be ${allowed.join(" or ")}`,
        String(shown),
        answer,
      );
    }
    now.version = shown;
  }
}
