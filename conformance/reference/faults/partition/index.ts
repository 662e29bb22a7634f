/** Servers with one fault each, for the rules of `checks/partition/index.ts`. */
import { answering, type Fault, type FaultsOf, replying } from "../fault.ts";
import { peek } from "../support/peek.ts";
import { refused, routing } from "../support/request.ts";
import { partitionGet } from "./get.ts";
import { partitionPost } from "./post.ts";

/**
 * A fault that deletes other collections of a partition than it should.
 * @param choose is given the names that the request has, null for all, and how many records each collection has;
 * the request is taken as it stands where nothing is chosen
 */
function deleting(
  does: string,
  choose: (named: string[] | null, counts: Map<string, number>) => string[],
): Fault {
  return answering(does, async (call) => {
    if (call.operation !== "deletePartition" || call.query.getAll("collections").length > 1)
      return call.pass();
    const counts = (await peek(call, "/info/collection_counts")).json ?? {};
    const prefix = `${call.path.slice(1)}/`;
    const existing = Object.entries(counts)
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, count]): [string, number] => [path.slice(prefix.length), Number(count)]);
    const named = call.query.get("collections")?.split(",") ?? null;
    const chosen = choose(named, new Map(existing)).join(",");
    return call.pass(chosen ? { query: `collections=${chosen}` } : {});
  });
}

export const partition = {
  "partition.exist": answering("has no control partition until something is stored there", async (call) => {
    if (call.method === "POST" || call.path !== "/control" || call.query.size > 0) return call.pass();
    const { json } = await peek(call, "/info/collections");
    const exists = Object.keys(json ?? {}).some((path) => path.startsWith("control/"));
    return exists ? call.pass() : refused(call, 404);
  }),

  "partition.separate": routing("finds collections by their names, whatever the partition", (path) =>
    path.replace(/^\/control(?=\/)/, "/storage"),
  ),

  "partition.delete.all": deleting(
    "finds the collections that it deletes by their records",
    (named, counts) => (named ? [] : [...counts.keys()].filter((name) => counts.get(name) !== 0)),
  ),

  "partition.delete.empty": answering("answers 404 when a partition has nothing to delete", async (call) => {
    if (call.operation !== "deletePartition" || call.query.size > 0) return call.pass();
    const { json } = await peek(call, "/info/collections");
    return Object.keys(json ?? {}).length === 0 ? refused(call, 404) : call.pass();
  }),

  "partition.delete.collections": deleting(
    "compares the names in `collections` without regard to case",
    (named, counts) => {
      const lower = named?.map((name) => name.toLowerCase()) ?? [];
      return [...counts.keys()].filter((name) => lower.includes(name.toLowerCase()));
    },
  ),

  "partition.delete.collections-missing": deleting(
    "stops at the first of `collections` that is not there",
    (named, counts) => {
      const missing = named?.findIndex((name) => !counts.has(name)) ?? -1;
      if (missing === 0) return ["nothing-that-exists"];
      return named?.slice(0, missing < 0 ? named.length : missing) ?? [];
    },
  ),

  "partition.delete.other": replying(
    "deletes the named collections of both partitions",
    async (reply, call) => {
      if (call.operation !== "deletePartition" || !reply.ok || !call.query.has("collections")) return;
      await call.pass({ path: call.path === "/control" ? "/storage" : "/control" });
    },
  ),

  ...partitionGet,
  ...partitionPost,
} satisfies FaultsOf<"partition">;
