import type { ChecksOf } from "../runner/define-check.ts";
import { raceCommit } from "./race-commit.ts";
import { raceLease } from "./race-lease.ts";
import { racePage } from "./race-page.ts";
import { racePoll } from "./race-poll.ts";
import { raceRead } from "./race-read.ts";
import { raceRecord } from "./race-record.ts";
import { raceWins } from "./race-wins.ts";
import { raceWrite } from "./race-write.ts";

export const race = {
  ...raceWrite,
  ...raceWins,
  ...raceRecord,
  ...racePoll,
  ...racePage,
  ...raceRead,
  ...raceCommit,
  ...raceLease,
} satisfies ChecksOf<"race">;
