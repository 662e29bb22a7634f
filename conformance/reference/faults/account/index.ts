/** Servers with one fault each, for the rules of `checks/account/index.ts`. */
import { answering, type FaultsOf, storing } from "../fault.ts";
import { peek } from "../support/peek.ts";
import { refused } from "../support/request.ts";
import { accountApart } from "./apart.ts";

export const account = {
  "account.delete.all": storing("finds the collections that it deletes by their records", (store) => ({
    write(account, changes, quota) {
      const emptied = store.collections(account).filter(({ count }) => count === 0);
      const found = changes.map((change) =>
        change.kind === "wipe" && change.keep.length === 0
          ? { ...change, keep: emptied.map(({ path }) => path) }
          : change,
      );
      return store.write(account, found, quota);
    },
  })),

  "account.delete.empty": answering("answers 404 when there is nothing to delete", async (call) => {
    if (call.operation !== "deleteAccount" || call.query.size > 0) return call.pass();
    const { json } = await peek(call, "/info/collections");
    return Object.keys(json ?? {}).length === 0 ? refused(call, 404) : call.pass();
  }),

  "account.delete.one-version": storing("deletes one partition after the other", (store) => ({
    write(account, changes, quota) {
      const [change, ...more] = changes;
      if (change?.kind !== "wipe" || change.keep.length > 0 || more.length > 0)
        return store.write(account, changes, quota);
      const [control, storage] = (["control", "storage"] as const).map((partition) =>
        store.write(account, [{ kind: "deleteCollections", partition, collections: null }], quota),
      );
      if (!control || !storage) throw new Error("there are two partitions");
      return storage.changed ? storage : control;
    },
  })),

  "account.delete.slash": answering("has nothing where the last slash is missing", (call) =>
    call.path === "" ? refused(call, 404) : call.pass(),
  ),

  ...accountApart,
} satisfies FaultsOf<"account">;
