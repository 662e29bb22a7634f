/** Servers with one fault each, for the rules of `checks/record/forgotten.ts`. */
import type { FaultsOf } from "../fault.ts";
import { remaking } from "../support/remaking.ts";

export const recordForgotten = {
  "record.delete.forgotten": remaking(
    "gives a record that is made again after a wipe of the account the rest of its old time to live",
    (change) => change.kind === "wipe",
    ({ expires }) => (expires === null ? {} : { ttl: (expires - Date.now()) / 1000 }),
  ),
} satisfies Partial<FaultsOf<"record">>;
