/** Servers with one fault each, for the rules of `checks/race/record.ts`. */
import { answering, type FaultsOf } from "../fault.ts";
import { wait } from "../support/pause.ts";
import { MODIFIED, peek } from "../support/peek.ts";
import { APART } from "../support/racing.ts";
import { readingBefore } from "../support/racing-reads.ts";
import { parse } from "../support/request.ts";
import { SESSION } from "../support/session-leasing.ts";

export const raceRecord = {
  "race.record.linearizable": readingBefore(
    "shows a record as it was before writes that came at once",
    (old, { headers }) => (headers.has(MODIFIED) ? null : old),
  ),

  "race.update.not-lost": answering(
    "reads a record, changes it, and writes it as a whole a little later",
    async (call) => {
      const body = parse(call.text);
      if (call.operation !== "postRecord" || call.headers.has(SESSION)) return call.pass();
      const { status, json } = await peek(call);
      if (status !== 200) return call.pass();
      await wait(APART);
      const { payload, sortindex } = json;
      return call.pass({ method: "PUT", text: JSON.stringify({ payload, sortindex, ...Object(body) }) });
    },
  ),
} satisfies Partial<FaultsOf<"race">>;
