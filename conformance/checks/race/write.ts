/** Checks that concurrent writes take different, rising versions, and that lists of the same records stay whole. */
import type { Answer } from "../../exchange/answer.ts";
import type { CheckContext, ChecksOf } from "../../runner/define-check.ts";
import { control, versionOf } from "../support/expect.ts";
import { ids, put } from "../support/fixtures.ts";
import { type ListedRecord, recordsOf } from "../support/listing-under-test.ts";
import {
  clientName,
  expectOfRace,
  isDecided,
  playRounds,
  Race,
  type RaceRequest,
  type RequestToSend,
} from "../support/race.ts";
import { otherThan } from "../support/with-sessions.ts";

const CLIENTS = 4;
const WRITES = 6;
const ROUNDS = 2;
const WHOLE_ROUNDS = 6;

/** A write of every kind, each of which changes something; the last client is at work in the other partition. */
function writes({ partition }: CheckContext, client: number, round: number): RequestToSend[] {
  const name = clientName(client);
  const P = `/${client === CLIENTS - 1 ? otherThan(partition) : partition}`;
  // Two of them share a collection.
  const C = `${P}/c${client % 2}`;
  const payload = `${name}${round}`;
  const list = [{ id: `${name}1`, payload }, { id: `${name}2` }];
  const all: RequestToSend[] = [
    { method: "PUT", path: `${C}/${name}0`, body: { payload } },
    { method: "POST", path: C, body: list },
    { method: "POST", path: `${P}/c2/${name}`, body: { payload } },
    { method: "POST", path: P, body: list.map((record) => ({ collection: "c3", ...record })) },
    { method: "DELETE", path: `${C}/${name}0` },
    { method: "DELETE", path: C, options: { query: { ids: `${name}1` } } },
  ];
  return all.slice(0, WRITES);
}

/** A write that took a version. */
type Taken = RaceRequest & { version: number };

/**
 * Clients that write one thing after another, all at the same time.
 * @returns the race, and what was performed
 */
async function writeAll(context: CheckContext, round: number): Promise<{ race: Race; taken: Taken[] }> {
  const race = new Race(context.account);
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (const ask of writes(context, client, round)) {
        const { answer } = await race.send(clientName(client), ask);
        // What comes after it might find nothing to delete, and take no version.
        if (!answer.ok) return;
      }
    }),
  );
  const done = race.moves.filter(({ answer }) => answer.ok);
  return { race, taken: done.map((move) => ({ ...move, version: versionOf(move.answer) })) };
}

/** Two writes of which the later one took no greater version; undefined where there are none. */
function findDisorder(taken: readonly Taken[]): [Taken, Taken] | undefined {
  for (const later of taken) {
    const earlier = taken.find(({ answered, version }) => answered < later.sent && version >= later.version);
    if (earlier) return [earlier, later];
  }
  return undefined;
}

/** Lists of the same records, to their collection or to the partition. */
function lists({ partition }: CheckContext, round: number): RequestToSend[] {
  return Array.from({ length: CLIENTS }, (_, client) => {
    const whole = (client + round) % 3 === 0;
    const records = ids(5).map((id) => ({ id, payload: `${clientName(client)}${round}` }));
    return {
      method: "POST",
      path: whole ? `/${partition}` : `/${partition}/c`,
      body: whole ? records.map((record) => ({ collection: "c", ...record })) : records,
    };
  });
}

const momentOf = ({ payload, version }: ListedRecord) => `${payload} at ${version}`;

/** What a list leaves when nothing comes after it, e.g. `a3 at 17`. */
function leaves(move: RaceRequest, round: number): string {
  return `${move.client}${round} at ${versionOf(move.answer)}`;
}

function latest(moves: readonly RaceRequest[]): RaceRequest | undefined {
  const version = (answer: Answer) => versionOf(answer);
  return moves.filter(({ answer }) => answer.ok).toSorted((a, b) => version(b.answer) - version(a.answer))[0];
}

export const raceWrite = {
  "race.write.versions": async (context) => {
    await put(context.account, `/${context.partition}/c0/first`, { payload: "x" });
    await playRounds(context.effort, ROUNDS, async (round) => {
      const { race, taken } = await writeAll(context, round);
      for (const move of taken) {
        const same = taken.filter(({ version }) => version === move.version);
        expectOfRace(
          same,
          same.length === 1,
          "every write to take a version of its own",
          `${move.version} twice`,
        );
      }
      return race.overlapped;
    });
  },

  "race.write.order": async (context) => {
    await put(context.account, `/${context.partition}/c0/first`, { payload: "x" });
    await playRounds(context.effort, ROUNDS, async (round) => {
      const { race, taken } = await writeAll(context, round);
      const wrong = findDisorder(taken);
      const versions = wrong?.map(({ version }) => version).join(", then ");
      expectOfRace(
        wrong ?? [],
        !wrong,
        "a write sent after another was answered to take a greater version",
        versions,
      );
      return race.overlapped;
    });
  },

  "race.write.whole": async (context) => {
    await put(context.account, `/${context.partition}/c/first`, { payload: "x" });
    await playRounds(context.effort, WHOLE_ROUNDS, async (round) => {
      const race = new Race(context.account);
      const moves = await race.together(lists(context, round));
      const last = latest(moves);
      if (!last) return false;
      const path = `/${context.partition}/c`;
      const query = { full: "", ids: ids(5).join(",") };
      const options = { query, patient: true };
      const after = await race.send("z", { method: "GET", path, options });
      const records = recordsOf(control(after.answer, 200));
      const moments = [...new Set(records.map(momentOf))];
      // Of what became of a list without an answer nothing is known but that it is there wholly or not at all.
      const decided = moves.every(({ answer }) => isDecided(answer));
      const whole =
        records.length === 5 && moments.length === 1 && (!decided || moments[0] === leaves(last, round));
      expectOfRace(race.moves, whole, `five records of one list, ${leaves(last, round)}`, moments.join(", "));
      return race.overlapped;
    });
  },
} satisfies Partial<ChecksOf<"race">>;
