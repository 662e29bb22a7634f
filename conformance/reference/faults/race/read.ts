/** Servers with one fault each, for the rules of `checks/race/read.ts`. */
import type { FaultsOf } from "../fault.ts";
import { readingOld } from "../support/racing-reads.ts";

export const raceRead = {
  "race.read.agrees": readingOld(
    "shows records as it last showed them while a write is under way",
    ({ path }) => path.startsWith("/control") || path.startsWith("/storage"),
  ),
} satisfies Partial<FaultsOf<"race">>;
