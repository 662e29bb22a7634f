/** Checks that exactly one of several competing writes, creations or deletions of one target succeeds. */
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { control, controlRising, present, versionOf } from "../support/expect.ts";
import { currentVersion, put, type StoredRecord, seed } from "../support/fixtures.ts";
import { itemsOf } from "../support/listing-under-test.ts";
import {
  clientName,
  expectOfRace,
  isDecided,
  isUnknown,
  playRounds,
  Race,
  type RaceRequest,
  type RequestToSend,
} from "../support/race.ts";
import { expectOneWinner } from "../support/race-winner.ts";

/** Clients of a race. */
const RACERS = 6;
const ROUNDS = 3;
const CREATE_ROUNDS = 4;

/** A target of preconditions, and writes to it that each change something by itself. */
interface Target {
  path: string;
  /** Where its version can be read. */
  readable: string;
  /** Of client `name`. */
  asks: ((name: string) => RequestToSend)[];
}

const record = (name: string) => ({ payload: name });

function targets(partition: Partition): Target[] {
  const P = `/${partition}`;
  const C = `${P}/c`;
  const R = `${C}/r`;
  return [
    {
      path: R,
      readable: R,
      asks: [
        (name) => ({ method: "PUT", path: R, body: record(name) }),
        (name) => ({ method: "POST", path: R, body: record(name) }),
        () => ({ method: "DELETE", path: R }),
      ],
    },
    {
      path: C,
      readable: C,
      asks: [
        (name) => ({ method: "POST", path: C, body: [{ id: name, ...record(name) }] }),
        (name) => ({ method: "DELETE", path: C, options: { query: { ids: `r,x${name}` } } }),
        () => ({ method: "DELETE", path: C }),
      ],
    },
    {
      path: P,
      readable: P,
      asks: [
        (name) => ({ method: "POST", path: P, body: [{ collection: "d", id: name, ...record(name) }] }),
        () => ({ method: "DELETE", path: P, options: { query: { collections: "c" } } }),
        () => ({ method: "DELETE", path: P }),
      ],
    },
    {
      path: "/",
      readable: "/info/collections",
      asks: [
        () => ({ method: "DELETE", path: "/" }),
        () => ({ method: "DELETE", path: "/", options: { query: { keep: `${partition}/e` } } }),
      ],
    },
  ];
}

const isDeletion = ({ asked }: RaceRequest) => asked.startsWith("DELETE");

/** Several clients write to one target at the version that it has. */
async function writeOn(
  account: Account,
  partition: Partition,
  target: Target,
  round: number,
): Promise<boolean> {
  const { path, asks } = target;
  await seed(account, `/${partition}/c`, [{ id: "r", payload: "old" }]);
  await seed(account, `/${partition}/e`, [{ id: "kept" }]);
  const ifUnmodified = versionOf(control(await account.get(target.readable), 200));
  const race = new Race(account);
  const moves = await race.together(
    Array.from({ length: RACERS }, (_, index) => {
      // Two kinds take turns: what is fast of one must not hide what is slow of the other.
      const kind = (round + (index % 2) * (asks.length - 1)) % asks.length;
      const ask = (asks[kind] as (typeof asks)[0])(clientName(index));
      return { ...ask, options: { ...ask.options, ifUnmodified } };
    }),
  );
  const decisive = expectOneWinner(race, moves, (loser, winner) => {
    // What the winner deleted is missing for a DELETE, and has gone since it was seen for all others.
    const gone = isDeletion(winner) && path.split("/").length > 2 && !winner.asked.includes("?ids=");
    if (gone && isDeletion(loser)) return [404];
    // What it was to keep may be missing by then; whether that or the version is looked at first is left open.
    return loser.asked.includes("?keep=") ? [404, 412] : [412];
  });
  const winner = moves.find(({ answer }) => answer.ok);
  if (winner && moves.every(({ answer }) => isDecided(answer))) {
    const version = versionOf(winner.answer);
    controlRising(ifUnmodified, version);
    const after = await currentVersion(account);
    expectOfRace(
      race.moves,
      after === version,
      `the account to be at version ${version} of the one that won`,
      after,
    );
  }
  return decisive;
}

/** Several clients create a record, or a collection, each only if it is not there. */
async function createOnce(account: Account, partition: Partition, round: number): Promise<boolean> {
  const collection = `/${partition}/n${Math.floor(round / 2)}`;
  const path = `${collection}/r`;
  const first = round % 2 === 0;
  const asks: ((name: string) => RequestToSend)[] = first
    ? [(name) => ({ method: "POST", path: collection, body: [{ id: "r", ...record(name) }] })]
    : [
        (name) => ({ method: "PUT", path, body: record(name) }),
        (name) => ({ method: "POST", path, body: record(name) }),
      ];
  // What was there before, and is not any more, is missing like anything else.
  if (!first) control(await account.delete(path), 204);
  const race = new Race(account);
  const moves = await race.together(
    Array.from({ length: RACERS }, (_, index) => ({
      // One kind comes first in one round, the other in the next.
      ...(asks[(index + Math.ceil(round / 2)) % asks.length] as (typeof asks)[0])(clientName(index)),
      options: { ifUnmodified: 0 },
    })),
  );
  const decisive = expectOneWinner(race, moves, () => [412]);
  const winner = moves.find(({ answer }) => answer.ok);
  const after = await race.send<StoredRecord>("z", { method: "GET", path });
  if (winner) {
    const { payload } = Object(control(after.answer, 200).json) as { payload?: unknown };
    expectOfRace(race.moves, payload === winner.client, `${path} to be as ${winner.client} made it`, payload);
  } else if (after.answer.status === 404) {
    // So that the next round finds the record there.
    await put(account, path as `/${Partition}/${string}/${string}`, { payload: "x" });
  }
  return decisive;
}

export const raceWins = {
  "race.write.one-wins": async ({ account, partition, effort }) => {
    await put(account, `/${partition}/c/first`, { payload: "x" });
    const all = targets(partition);
    await playRounds(effort, ROUNDS, async (round) => {
      const decisive: boolean[] = [];
      for (const target of all) decisive.push(await writeOn(account, partition, target, round));
      return decisive.every(Boolean);
    });
  },

  "race.create.one-wins": async ({ account, partition, effort }) => {
    await put(account, `/${partition}/c/first`, { payload: "x" });
    await playRounds(effort, CREATE_ROUNDS, (round) => createOnce(account, partition, round));
  },

  "race.create.once": async ({ account, partition, effort }) => {
    await put(account, `/${partition}/c/first`, { payload: "x" });
    await playRounds(effort, ROUNDS, async (round) => {
      // In a collection that is there, and in one that is not.
      const path = `/${partition}/${round % 2 === 0 ? "c" : `n${round}`}/r${round}`;
      const race = new Race(account);
      const moves = await race.together(
        Array.from({ length: RACERS }, (_, index) => ({
          method: index % 3 === 2 ? "POST" : "PUT",
          path,
          body: record(clientName(index)),
        })),
      );
      const performed = moves.filter(({ answer }) => answer.ok);
      const created = performed.filter(({ answer }) => answer.status === 201).length;
      const doubtful = performed.length === 0 || moves.some(({ answer }) => isUnknown(answer));
      const right = created === 1 || (created === 0 && doubtful);
      expectOfRace(
        race.moves,
        right,
        `one of ${performed.length} writes to be answered 201`,
        `${created} answered 201`,
      );
      return performed.length > 1 && race.overlapped;
    });
  },

  "race.delete.once": async ({ account, partition, effort }) => {
    await playRounds(effort, ROUNDS, async (round) => {
      await seed(account, `/${partition}/c`, [{ id: "r" }, { id: "s" }]);
      const path = round % 2 === 0 ? `/${partition}/c/r` : `/${partition}/c`;
      const race = new Race(account);
      const moves = await race.together(Array.from({ length: RACERS }, () => ({ method: "DELETE", path })));
      const decisive = expectOneWinner(race, moves, () => [404]);
      const left = control(await account.get(`/${partition}`), 200);
      const items = present("items", itemsOf<string>(left));
      const winner = moves.find(({ answer }) => answer.ok);
      if (winner && moves.every(({ answer }) => isDecided(answer))) {
        const version = versionOf(winner.answer);
        const expected = `/${partition} without what was deleted, at version ${version}`;
        const right = versionOf(left) === version && !items.includes("c/r");
        expectOfRace(race.moves, right, expected, { items, version: versionOf(left) });
      }
      return decisive;
    });
  },
} satisfies Partial<ChecksOf<"race">>;
