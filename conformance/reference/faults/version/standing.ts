/** Servers with one fault each, for the rules of `checks/version/standing.ts`. */
import type { Change } from "../../stored-changes.ts";
import { type FaultsOf, replying, storing } from "../fault.ts";
import { currentVersion, VERSION, versionOf } from "../support/peek.ts";

export const versionStanding = {
  "version.nothing.takes-none": storing("takes a version for a DELETE that finds nothing", (store) => ({
    write(account, changes) {
      const touched = changes.flatMap((change): Change[] => {
        if (change.kind !== "deleteRecords") return [change];
        const { partition, collection, ids } = change;
        const missing = ids.filter((id) => !store.record(account, partition, collection, id));
        const made = missing.map(
          (id) => ({ kind: "replace", partition, collection, id, fields: {} }) as const,
        );
        return [...made, change];
      });
      return store.write(account, touched);
    },
  })),

  "version.nothing.reports": replying(
    "reports the account's version for a list of which it stored nothing",
    async (reply, call) => {
      if (call.operation === "postCollection" && reply.json?.success?.length === 0)
        reply.headers.set(VERSION, String(await currentVersion(call)));
    },
  ),

  "version.unwritten": storing("begins an account at version 1", (store) => ({
    version(account, partition) {
      const real = store.version(account, partition);
      if (real > 0 || partition) return real;
      const names = { partition: "storage", collection: "first" } as const;
      return store.write(account, [
        { kind: "replace", ...names, id: "first", fields: {} },
        { kind: "deleteCollections", partition: "storage", collections: ["first"] },
      ]).version;
    },
  })),

  "version.missing": replying(
    "reports the account's version for a target that does not exist",
    async (reply, call) => {
      if (reply.status !== 412 || versionOf(reply) > 0) return;
      reply.headers.set(VERSION, String(await currentVersion(call)));
    },
  ),
} satisfies Partial<FaultsOf<"version">>;
