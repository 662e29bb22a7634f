/** Servers with one fault each, for the rules of `checks/race/write.ts`. */
import { answering, type Fault, type FaultsOf } from "../fault.ts";
import { wait } from "../support/pause.ts";
import { VERSION, versionOf } from "../support/peek.ts";
import { APART, isWrite, ownerOf, UnderWay } from "../support/racing.ts";
import { sharingVersions, storingHalves } from "../support/racing-writes.ts";

/** Versions that leave a gap for others, which take their numbers later. */
function numberingAhead(): Fault {
  const underWay = new UnderWay();
  let count = 0;
  return answering(
    "leaves a gap before the version of a write beside others, which later ones fill",
    (call) => {
      const name = ownerOf(call);
      if (!isWrite(call)) return call.pass();
      return underWay.during(name, async () => {
        await wait(APART);
        const beside = underWay.count(name) > 1;
        const reply = await call.pass();
        if (!reply.ok || !beside) return reply;
        count += 1;
        if (count % 3 === 0) reply.headers.set(VERSION, String(versionOf(reply) + 50));
        return reply;
      });
    },
  );
}

export const raceWrite = {
  "race.write.versions": sharingVersions("gives one version to writes that it performs together", () => true),

  "race.write.order": numberingAhead(),

  "race.write.whole": storingHalves(
    "stores a list in two halves where another one is under way",
    ({ operation }) => operation === "postCollection",
  ),
} satisfies Partial<FaultsOf<"race">>;
