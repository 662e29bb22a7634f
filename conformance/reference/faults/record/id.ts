/** Servers with one fault each, for the rules of `checks/record/id.ts`. */
import type { Store } from "../../store.ts";
import { answering, type FaultsOf, storing } from "../fault.ts";
import { refused, routing } from "../support/request.ts";

const LONGEST_ID = 64;

/** The record that a server finds which compares ids without regard to case. */
function findAnyCase(store: Store, ...[account, partition, collection, id]: Parameters<Store["record"]>) {
  const query = { ids: null, newer: null, older: null, sort: null, after: null, limit: 1000 };
  const { records } = store.list(account, { partition, collections: [collection], ...query });
  return records.find((stored) => stored.id.toLowerCase() === id.toLowerCase());
}

export const recordId = {
  "record.id.syntax": routing(`cuts ids off after ${LONGEST_ID} characters`, (path) =>
    path.replace(/^(\/(?:control|storage)\/[^/]+\/[\w-]{64})[\w-]+$/, "$1"),
  ),

  "record.id.length": answering(`takes ids of fewer than ${LONGEST_ID} characters`, (call) =>
    /^\/(?:control|storage)\/[^/]+\/[^/]{64}$/.test(call.path) ? refused(call, 404) : call.pass(),
  ),

  "record.id.case": storing("finds records by their ids without regard to case", (store) => ({
    record: (...names) => store.record(...names) ?? findAnyCase(store, ...names),
  })),

  "record.id.ordinary": storing("keeps records in an object, whose `__proto__` takes no record", (store) => ({
    write: (account, changes) =>
      store.write(
        account,
        changes.filter((change) => !("id" in change && change.id === "__proto__")),
      ),
  })),
} satisfies Partial<FaultsOf<"record">>;
