/** Servers with one fault each, for the rules of `checks/race/poll.ts`. */
import type { FaultsOf } from "../fault.ts";
import { showingLate } from "../support/racing-reads.ts";

export const racePoll = {
  "race.poll.complete": showingLate(
    "shows an update among what is newer only once it has been answered, and its version before",
    ({ newer }) => newer !== null,
  ),
} satisfies Partial<FaultsOf<"race">>;
