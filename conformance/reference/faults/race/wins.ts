/** Servers with one fault each, for the rules of `checks/race/wins.ts`. */
import type { FaultsOf } from "../fault.ts";
import { UNMODIFIED, versionIn, versionOf } from "../support/peek.ts";
import { turnIntoNothing } from "../support/racing.ts";
import { checkingEarly, lookingEarly } from "../support/racing-writes.ts";

export const raceWins = {
  "race.write.one-wins": checkingEarly(
    "looks at the precondition of a list some time before it stores it",
    ({ operation }) => operation === "postCollection" || operation === "postPartition",
  ),

  "race.create.one-wins": checkingEarly(
    "looks whether a record is missing some time before it creates it",
    (call) => call.operation === "postRecord" && versionIn(call, UNMODIFIED) === 0,
  ),

  "race.create.once": lookingEarly(
    "says of a record that it created it where it was missing when the request came",
    ({ operation }) => operation === "putRecord",
    {
      belated: (reply, found) => {
        if (reply.ok && found.status === 404) reply.status = 201;
      },
    },
  ),

  "race.delete.once": lookingEarly(
    "says of a record that it deleted it where it was there when the request came",
    ({ operation }) => operation === "deleteRecord",
    {
      belated: (reply, found) => {
        if (reply.status === 404 && found.ok) turnIntoNothing(reply, 204, versionOf(found));
      },
    },
  ),
} satisfies Partial<FaultsOf<"race">>;
