/** Checks that every later answer, of whatever resource, shows a write that one answer has shown. */
import type { Partition } from "../../contract/document.ts";
import type { Answer } from "../../exchange/answer.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { Inconclusive } from "../../runner/outcomes.ts";
import { control, present, versionOf } from "../support/expect.ts";
import { seed } from "../support/fixtures.ts";
import { type ListedRecord, recordsOf } from "../support/listing-under-test.ts";
import {
  clientName,
  deadline,
  expectOfRace,
  isRefused,
  Race,
  type RaceRequest,
  type RequestToSend,
} from "../support/race.ts";
import { type SessionCheckContext, withSessions } from "../support/with-sessions.ts";

const READERS = 3;
const ROUNDS = 3;
/** Reads of each reader, where the writer has long come to an end. */
const MOST_READS = 60;
const IDS = ["a", "b", "z"];

/** A request that shows up to which write of the collection the server has come. */
interface View {
  ask: RequestToSend;
  /** The versions that it shows, each of which every write raises. */
  versions(answer: Answer): number[];
}

function views(partition: Partition): View[] {
  const path = `/${partition}/c`;
  const full = { query: { full: "" } };
  const get = (path: string, options = {}): RequestToSend => ({
    method: "GET",
    path,
    options: { ...options, patient: true },
  });
  const header = (answer: Answer) => [versionOf(answer)];
  const records = (answer: Answer) => [
    ...recordsOf(answer)
      .filter(({ collection = "c" }: ListedRecord) => collection === "c")
      .map(({ version }) => version),
    versionOf(answer),
  ];
  return [
    {
      ask: get("/info/collections"),
      versions: (answer) => {
        const { [`${partition}/c`]: version } = Object(answer.json) as Record<string, number>;
        return [present("the version of the collection", version), versionOf(answer)];
      },
    },
    { ask: get(path, full), versions: records },
    { ask: get("/info/collection_counts"), versions: header },
    { ask: get(`${path}/z`), versions: header },
    { ask: get(`/${partition}`, full), versions: records },
    { ask: { ...get(path), method: "HEAD" }, versions: header },
    { ask: get(`${path}/a`), versions: header },
  ];
}

/** Writes all records at once, again and again: as a list, across collections, and in a session. */
async function writeAll(
  { partition, begin }: SessionCheckContext,
  race: Race,
  took: (move: RaceRequest) => void,
): Promise<void> {
  const path = `/${partition}/c`;
  const goesOn = deadline();
  for (let round = 0; round < ROUNDS && goesOn(); round++) {
    const records = IDS.map((id) => ({ id, payload: `${round}` }));
    took(await race.send("w", { method: "POST", path, body: records }));
    const list = records.map((record) => ({ collection: "c", ...record }));
    took(await race.send("w", { method: "POST", path: `/${partition}`, body: list }));
    const session = await begin({ scope: [`${partition}/c`] });
    await session.stage("POST", path, records);
    const commit = await race.send("w", {
      method: "POST",
      path: `${session.path}/commit`,
      options: { patient: true },
    });
    session.during(commit.answer, 200);
    took(commit);
  }
}

export const raceRead = {
  "race.read.agrees": withSessions(async (context) => {
    const { account, partition } = context;
    const first = await seed(
      account,
      `/${partition}/c`,
      IDS.map((id) => ({ id })),
    );
    const race = new Race(account);
    const all = views(partition);
    for (const { ask } of all) control((await race.send("w", ask)).answer, 200);
    let shown = { version: first, by: null as RaceRequest | null };
    let writing = true;
    let performed = 0;
    const show = (version: number, by: RaceRequest) => {
      if (version > shown.version) shown = { version, by };
    };
    const writer = writeAll(context, race, (move) => {
      if (!move.answer.ok) return;
      performed += 1;
      show(versionOf(move.answer), move);
    }).finally(() => {
      writing = false;
    });
    const reader = async (index: number) => {
      for (let read = index * 2; writing && read < MOST_READS * context.effort; read++) {
        const { ask, versions } = all[read % all.length] as View;
        const { version, by } = shown;
        const move = await race.send(clientName(index), ask);
        // It was answered 200 while nothing was written: whoever fails now does not show what was written.
        const { status } = move.answer;
        const shows = status < 400 || isRefused(move.answer);
        expectOfRace([move], shows, `${move.asked} to be answered 200`, `status ${status}`);
        const seen = versions(control(move.answer, 200));
        const least = Math.min(...seen);
        const what = `${move.asked} to show version ${version}, which an answer before it has shown`;
        expectOfRace(by ? [by, move] : [move], least >= version, what, `version ${least}`);
        show(Math.max(...seen), move);
      }
    };
    await Promise.all([writer, ...Array.from({ length: READERS }, (_, index) => reader(index))]);
    if (performed === 0 || !race.overlapped)
      throw new Inconclusive("nothing was read while something was written");
  }),
} satisfies Partial<ChecksOf<"race">>;
