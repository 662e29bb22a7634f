/** Servers with one fault each, for all rules `race.*`. */
import type { FaultsOf } from "../fault.ts";
import { raceCommit } from "./commit.ts";
import { raceLease } from "./lease.ts";
import { racePage } from "./page.ts";
import { racePoll } from "./poll.ts";
import { raceRead } from "./read.ts";
import { raceRecord } from "./record.ts";
import { raceWins } from "./wins.ts";
import { raceWrite } from "./write.ts";

export const race = {
  ...raceWrite,
  ...raceWins,
  ...raceRecord,
  ...racePoll,
  ...racePage,
  ...raceRead,
  ...raceCommit,
  ...raceLease,
} satisfies FaultsOf<"race">;
