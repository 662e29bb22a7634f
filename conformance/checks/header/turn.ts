/** Checks that a list gives all its records one time, even if the server's clock goes on while it is stored. */
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { control, expectThat, present } from "../support/expect.ts";
import { sleep } from "../support/fixtures.ts";
import { recordsOf } from "../support/listing-under-test.ts";

const TIMESTAMP = "X-Weave-Timestamp";
/** Seconds that are seen to end. */
const TURNS = 4;
const WRITERS = ["one", "two"];
/** Lists that a writer sends at most while a second ends, and their records. */
const MOST_LISTS = 24;
const RECORDS = 100;
/** Milliseconds between two looks at the clock of the server, and before its next second by which writers begin. */
const LOOK_MS = 20;
const EARLY_MS = 50;
const EARLIEST_MS = 400;
/** So many looks take two seconds at least. */
const MOST_LOOKS = 100;

const timeOf = (answer: Answer) => present(TIMESTAMP, control(answer).integer(TIMESTAMP));

/** Looks at the clock of a server until it goes on: when that was by ours, and how long a look takes, in ms. */
async function awaitTurn(account: Account): Promise<{ at: number; roundTrip: number }> {
  const first = timeOf(await account.get("/info/collections"));
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const sent = performance.now();
    const now = timeOf(await account.get("/info/collections"));
    const at = performance.now();
    if (now > first) return { at, roundTrip: at - sent };
    await sleep(LOOK_MS / 1000);
  }
  throw new Broken(`set-up: ${TIMESTAMP} stays at ${first}`);
}

/**
 * Stores one list after another until the clock of the server has gone on, or as many as there may be.
 * @returns the answers by the id of each record
 */
async function writeAcross(account: Account, path: `/${Partition}/${string}`): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  let began: number | null = null;
  for (let list = 0; list < MOST_LISTS; list++) {
    const ids = Array.from({ length: RECORDS }, (_, index) => `${list}-${index}`);
    const answer = await account.post(
      path as "/{partition}/{collection}",
      ids.map((id) => ({ id })),
    );
    const time = timeOf(answer);
    for (const id of ids) answers.set(id, answer);
    began ??= time;
    if (time > began) break;
  }
  return answers;
}

export const headerTurn = {
  "header.timestamp.turn": needs({ waits: true, partitions: 1 }, async ({ account, partition, effort }) => {
    const { at, roundTrip } = await awaitTurn(account);
    let early = EARLY_MS;
    for (let turn = 1; turn <= TURNS * effort; turn++) {
      const next = Math.ceil((performance.now() - at + early) / 1000 + 0.2) * 1000 + at;
      await sleep(Math.max(0, next - early - roundTrip - performance.now()) / 1000);
      // On a busy machine a timer is late: writers that begin when the second has ended see none end.
      if (performance.now() + roundTrip > next) early = Math.min(EARLIEST_MS, early * 2);
      const written = await Promise.all(
        WRITERS.map((writer) => writeAcross(account, `/${partition}/${writer}${turn}`)),
      );
      for (const [index, answers] of written.entries()) {
        const path = `/${partition}/${WRITERS[index]}${turn}` as const;
        const page = control(await account.get(path, { query: { full: "" } }), 200);
        for (const { id, modified } of recordsOf(page)) {
          const answer = present(`the list of ${id}`, answers.get(id));
          const time = timeOf(answer);
          expectThat(answer, modified === time, `modified of ${id} to be ${TIMESTAMP}, ${time},`, modified);
        }
      }
    }
  }),
} satisfies Partial<ChecksOf<"header">>;
