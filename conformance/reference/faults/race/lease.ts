/** Servers with one fault each, for the rules of `checks/race/lease.ts`. */
import type { FaultsOf } from "../fault.ts";
import { lettingThrough } from "../support/racing-sessions.ts";

export const raceLease = {
  "race.session.lease": lettingThrough("performs a write that came before a session was granted", () => true),
} satisfies Partial<FaultsOf<"race">>;
