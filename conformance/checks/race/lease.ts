/** Checks that other clients' writes change nothing in a session's scope once the session is granted. */
import type { ChecksOf } from "../../runner/define-check.ts";
import type { Session } from "../support/begun-session.ts";
import { control, present, versionOf } from "../support/expect.ts";
import { put, sleep } from "../support/fixtures.ts";
import { recordsOf } from "../support/listing-under-test.ts";
import {
  clientName,
  deadline,
  expectOfRace,
  playRounds,
  Race,
  type RaceRequest,
  type RequestToSend,
} from "../support/race.ts";
import { type SessionCheckContext, withSessions } from "../support/with-sessions.ts";

const ROUNDS = 3;
const WRITERS = 3;
/** Writes of one client in one race. */
const MOST_WRITES = 40;
/** Attempts to begin a session while others write. */
const ATTEMPTS = 4;
const READS = 3;
const MOST_LINES = 20;
const READER = "z";

/** A write of each client to what the session is to own; all are unconditional. */
function write({ partition }: SessionCheckContext, client: number, number: number): RequestToSend {
  const id = `${clientName(client)}${number % 3}`;
  const payload = `${number}`;
  const path = `/${partition}/c`;
  const asks: RequestToSend[] = [
    { method: "PUT", path: `${path}/${id}`, body: { payload } },
    { method: "POST", path, body: [{ id, payload }] },
    { method: "POST", path: `/${partition}`, body: [{ collection: "c", id, payload }] },
  ];
  return asks[client % asks.length] as RequestToSend;
}

/** Begins a session while others write; null where the server would not grant it. */
async function beginBeside({ partition, limits, ask, adopt }: SessionCheckContext): Promise<Session | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await ask({ scope: [`${partition}/c`], ttl: limits.ttl });
    if (answer.ok) return adopt(answer);
    control(answer, 409, 429, 503);
    await sleep(Math.min(answer.integer("Retry-After") ?? 1, 2));
  }
  return null;
}

async function play(context: SessionCheckContext, round: number): Promise<boolean> {
  const { account, partition } = context;
  const path = `/${partition}/c` as const;
  await put(account, `${path}/first`, { payload: `${round}` });
  const race = new Race(account);
  const read = () =>
    race.send(READER, {
      method: "GET",
      path,
      options: { query: { full: "", sort: "oldest" }, patient: true },
    });
  const expectAtMost = (granted: number, shown: RaceRequest) => {
    const version = versionOf(shown.answer);
    const about = [...race.moves.filter((move) => move !== shown).slice(-MOST_LINES), shown];
    expectOfRace(
      about,
      version <= granted,
      `the scope to be at version ${granted} of the session at most`,
      version,
    );
  };
  const goesOn = deadline();
  let writing = true;
  let begun = 0;
  const writer = async (client: number) => {
    for (let number = 0; writing && number < MOST_WRITES; number++) {
      await race.send(clientName(client), write(context, client, number));
      if (number === 0) begun += 1;
    }
  };
  const holder = async (): Promise<{ session: Session; granted: number } | null> => {
    try {
      while (begun < WRITERS && goesOn()) await sleep(0.005);
      const session = await beginBeside(context);
      if (!session) return null;
      const granted = present("the version of the session", session.begun.json?.version);
      const first = await read();
      for (let count = 0; count < READS; count++) {
        const again = await read();
        session.during(control(again.answer, 200));
        expectAtMost(granted, again);
        const shown = [first, again].map(({ answer }) => JSON.stringify(recordsOf(control(answer, 200))));
        const same = shown[0] === shown[1];
        expectOfRace(
          [first, again],
          same,
          "the scope to be as it was when the session was granted",
          "another",
        );
      }
      return { session, granted };
    } finally {
      writing = false;
    }
  };
  const [held] = await Promise.all([
    holder(),
    ...Array.from({ length: WRITERS }, (_, index) => writer(index)),
  ]);
  if (!held) return false;
  const { session, granted } = held;
  const done = race.moves.filter(({ client, answer }) => client !== READER && answer.ok);
  for (const move of done) {
    session.during(move.answer);
    const version = versionOf(move.answer);
    expectOfRace(
      [move],
      version <= granted,
      `no write in the scope of a session granted at version ${granted}`,
      `version ${version}`,
    );
  }
  const last = await read();
  session.during(control(last.answer, 200));
  await session.drop();
  expectAtMost(granted, last);
  // Those that were answered 409 did meet with the session.
  const met = race.moves.some(({ answer }: RaceRequest) => answer.status === 409);
  return done.length > 0 && met;
}

export const raceLease = {
  "race.session.lease": withSessions((context) =>
    playRounds(context.effort, ROUNDS, (round) => play(context, round)),
  ),
} satisfies Partial<ChecksOf<"race">>;
