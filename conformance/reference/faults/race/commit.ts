/** Servers with one fault each, for the rules of `checks/race/commit.ts`. */
import type { FaultsOf } from "../fault.ts";
import { turnIntoNothing } from "../support/racing.ts";
import { committingAgain } from "../support/racing-sessions.ts";
import { lookingEarly } from "../support/racing-writes.ts";
import { SESSION } from "../support/session-leasing.ts";

export const raceCommit = {
  "race.commit.once": committingAgain("commits a session twice where two commits come at once", true),

  "race.commit.staged": lookingEarly(
    "stages a write for a session that was alive when the request came",
    (call) => call.method === "PUT" && call.headers.has(SESSION),
    {
      at: (call) => `/sessions/${call.headers.get(SESSION)}`,
      belated: (reply, found) => {
        if (reply.status === 410 && found.ok) turnIntoNothing(reply, 202);
      },
    },
  ),

  "race.commit.aborted": lookingEarly(
    "says of a session that it aborted it where it was alive when the request came",
    ({ operation }) => operation === "deleteSession",
    {
      belated: (reply, found) => {
        if (reply.status === 410 && found.ok) turnIntoNothing(reply, 204);
      },
    },
  ),
} satisfies Partial<FaultsOf<"race">>;
