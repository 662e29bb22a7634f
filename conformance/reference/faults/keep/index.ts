import type { Partition } from "../../../contract/document.ts";
import { validateText } from "../../../contract/schema.ts";
import type { Store } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";
import { answering, type Call, type Fault, type FaultsOf, replying, storing } from "../fault.ts";
import { peek } from "../support/peek.ts";

/** A fault that does something else beside wiping an account. */
function besideWiping(
  does: string,
  more: (keep: string[], store: Store, account: string) => Change[],
): Fault {
  return storing(does, (store) => ({
    write(account, changes, quota) {
      const all = changes.flatMap((change) =>
        change.kind === "wipe" ? [change, ...more(change.keep, store, account)] : [change],
      );
      return store.write(account, all, quota);
    },
  }));
}

/** The paths of `keep` that have so many segments, split. */
function partsOf(keep: string[], segments: number): [Partition, string, string][] {
  const split = keep.map((path) => path.split("/")).filter(({ length }) => length === segments);
  return split as [Partition, string, string][];
}

/** Deletes the collections without records among those that are chosen. */
function droppingEmpty(chosen: (keep: string[], path: string) => boolean) {
  return (keep: string[], store: Store, account: string): Change[] =>
    store
      .collections(account)
      .filter(({ path, count }) => count === 0 && chosen(keep, path))
      .map(({ path }) => {
        const [partition, name = ""] = path.split("/") as [Partition, string];
        return { kind: "deleteCollections", partition, collections: [name] };
      });
}

const PATH = { $ref: "#/components/schemas/KeepPath" };

/** The members of `keep`, those that are there and those that are not; null where one is ill-formed. */
async function sorted(call: Call): Promise<{ there: string[]; missing: string[] } | null> {
  const [list, ...more] = call.operation === "deleteAccount" ? call.query.getAll("keep") : [];
  const paths = list?.split(",") ?? [];
  const formed = paths.length > 0 && paths.every((path) => validateText(PATH, path).length === 0);
  if (!formed || more.length > 0 || call.query.size > 1) return null;
  const found = await Promise.all(paths.map(async (path) => (await peek(call, `/${path}`)).ok));
  return {
    there: paths.filter((_, index) => found[index]),
    missing: paths.filter((_, index) => !found[index]),
  };
}

export const keep = {
  "keep.partition": besideWiping(
    "drops what has no records also where its partition is kept",
    droppingEmpty((keep, path) => keep.includes(path.split("/")[0] as string)),
  ),

  "keep.collection": besideWiping(
    "keeps the records of a collection, and so nothing of one that has none",
    droppingEmpty((keep, path) => keep.includes(path)),
  ),

  "keep.record": besideWiping("keeps the collection of a record, but not the record", (keep) =>
    partsOf(keep, 3).map(([partition, collection, id]) => {
      return { kind: "deleteRecords", partition, collection, ids: [id] };
    }),
  ),

  "keep.others": storing("keeps the whole collection where a record is to be kept", (store) => ({
    write(account, changes, quota) {
      const wider = changes.map((change) => {
        if (change.kind !== "wipe") return change;
        return { ...change, keep: change.keep.map((path) => path.split("/").slice(0, 2).join("/")) };
      });
      return store.write(account, wider, quota);
    },
  })),

  "keep.version": besideWiping("keeps a record by storing it again", (keep) =>
    partsOf(keep, 3).map(([partition, collection, id]) => {
      return { kind: "update", partition, collection, id, fields: {} };
    }),
  ),

  "keep.syntax": answering("takes paths with a slash before them", (call) => {
    const [list, ...more] = call.operation === "deleteAccount" ? call.query.getAll("keep") : [];
    if (!list || more.length > 0 || call.query.size > 1) return call.pass();
    return call.pass({ query: `keep=${list.replace(/(?<=^|,)\//g, "")}` });
  }),

  "keep.missing": answering("leaves out of `keep` what is not there", async (call) => {
    const { there, missing } = (await sorted(call)) ?? {};
    if (!there || !missing?.length) return call.pass();
    return call.pass({ query: there.length > 0 ? `keep=${there}` : "" });
  }),

  "keep.refused": replying("has deleted the rest when it comes to what is not there", async (reply, call) => {
    const { there } = (reply.status === 404 && (await sorted(call))) || {};
    if (there) await call.pass({ query: there.length > 0 ? `keep=${there}` : "" });
  }),
} satisfies FaultsOf<"keep">;
