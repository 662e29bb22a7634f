/** Checks that a client that polls with `newer` sees the last write of every record while others write. */
import type { Answer } from "../../exchange/answer.ts";
import type { CheckContext, ChecksOf } from "../../runner/define-check.ts";
import { control, versionOf } from "../support/expect.ts";
import { ids, seed, sleep } from "../support/fixtures.ts";
import { type ListedRecord, recordsOf } from "../support/listing-under-test.ts";
import {
  clientName,
  deadline,
  expectOfRace,
  isUnknown,
  playRounds,
  Race,
  type RaceRequest,
  RandomChoices,
  type RequestToSend,
} from "../support/race.ts";

const WRITERS = 3;
const WRITES = 10;
const ROUNDS = 1;
/** Records that the writers share. */
const IDS = ids(8);
const KINDS = ["put", "put", "list", "list", "delete", "delete some"] as const;
/** Pages of one poll. */
const MOST_PAGES = 100;
/** Answers from which on a poller pauses between polls. */
const EAGER_POLLS = 80;
const MOST_LINES = 24;

/** What the last write of a record made of it; payload null: it was deleted. */
interface Last {
  version: number;
  payload: string | null;
}

/** Writes of all kinds to the same records, and what is known to have become of each record. */
class Writing {
  readonly #last = new Map<string, Last>();
  readonly #doubtful = new Set<string>();
  readonly #race: Race;
  readonly #path: string;

  constructor(race: Race, path: string) {
    this.#race = race;
    this.#path = path;
  }

  async write(
    client: string,
    kind: (typeof KINDS)[number],
    chosen: string[],
    payload: string,
  ): Promise<void> {
    const [id = ""] = chosen;
    const deletes = kind.startsWith("delete");
    const some = kind === "list" || kind === "delete some" ? [...new Set(chosen)] : [id];
    const ask: Record<typeof kind, RequestToSend> = {
      put: { method: "PUT", path: `${this.#path}/${id}`, body: { payload } },
      list: { method: "POST", path: this.#path, body: some.map((each) => ({ id: each, payload })) },
      delete: { method: "DELETE", path: `${this.#path}/${id}` },
      "delete some": { method: "DELETE", path: this.#path, options: { query: { ids: some.join(",") } } },
    };
    const { answer } = await this.#race.send(client, ask[kind]);
    for (const each of some) this.#note(each, answer, deletes ? null : payload);
  }

  #note(id: string, answer: Answer, payload: string | null): void {
    if (isUnknown(answer)) this.#doubtful.add(id);
    if (!answer.ok) return;
    const version = versionOf(answer);
    // Writers are answered in any order; it is the version that says which of two writes was the last.
    if (version >= (this.#last.get(id)?.version ?? 0)) this.#last.set(id, { version, payload });
  }

  /** The records that are there for certain, as they were last written. */
  get live(): [id: string, last: Last][] {
    return [...this.#last].filter(([id, { payload }]) => payload !== null && !this.#doubtful.has(id));
  }
}

/** Asks again and again for what is newer than the version of the answer before. */
class Poller {
  readonly held = new Map<string, ListedRecord>();
  readonly polls: RaceRequest[] = [];
  readonly #race: Race;
  readonly #name: string;
  readonly #path: string;
  readonly #limit: number | null;
  #newer = 0;

  /** @param limit of a page; null: as the server likes */
  constructor(race: Race, name: string, path: string, limit: number | null) {
    this.#race = race;
    this.#name = name;
    this.#path = path;
    this.#limit = limit;
  }

  async poll(): Promise<void> {
    const newer = this.#newer;
    let offset: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = {
        full: "",
        newer,
        ...(this.#limit && { limit: this.#limit }),
        ...(offset && { offset }),
      };
      const options = { query, patient: true };
      const move = await this.#race.send(this.#name, { method: "GET", path: this.#path, options });
      const answer = control(move.answer, 200);
      this.polls.push(move);
      // What comes while a client pages is newer than its first page.
      if (page === 0) this.#newer = versionOf(answer);
      for (const record of recordsOf(answer)) this.held.set(record.id, record);
      offset = answer.header("X-Weave-Next-Offset");
      if (offset === undefined) return;
    }
  }
}

async function play(
  { account, partition }: CheckContext,
  choices: RandomChoices,
  round: number,
): Promise<boolean> {
  const path = `/${partition}/p${round}` as const;
  await seed(
    account,
    path,
    IDS.map((id) => ({ id, payload: "old" })),
  );
  const race = new Race(account);
  const writing = new Writing(race, path);
  const pollers = [
    new Poller(race, "y", path, null),
    // The records of other rounds are none that anybody writes to.
    new Poller(race, "z", `/${partition}`, 3),
  ];
  const plans = Array.from({ length: WRITERS }, () =>
    Array.from({ length: WRITES }, () => ({
      kind: choices.of(KINDS),
      chosen: [choices.of(IDS), choices.of(IDS), choices.of(IDS)],
    })),
  );
  const goesOn = deadline();
  let writers = WRITERS;
  const write = async (plan: (typeof plans)[number], index: number) => {
    try {
      for (const [step, { kind, chosen }] of plan.entries()) {
        if (!goesOn()) return;
        await writing.write(clientName(index), kind, chosen, `${clientName(index)}${round}.${step}`);
      }
    } finally {
      writers -= 1;
    }
  };
  const poll = async (poller: Poller) => {
    // One more after the last write: what is missing then is never shown.
    for (let last = false; !last; ) {
      last = writers === 0;
      await poller.poll();
      // Where writes take much longer than reads.
      if (!last && poller.polls.length > EAGER_POLLS) await sleep(0.02);
    }
  };
  await Promise.all([...plans.map(write), ...pollers.map(poll)]);

  for (const { held, polls } of pollers) {
    for (const [id, { version, payload }] of writing.live) {
      const shown = held.get(id);
      const right = shown?.version === version && shown.payload === payload;
      const about = race.moves.filter(({ asked }) => asked.includes(id)).concat(polls.slice(-4));
      const got = shown ? `${shown.payload} at ${shown.version}` : "nothing";
      expectOfRace(
        about.slice(-MOST_LINES),
        right,
        `a poller to be shown ${path}/${id}, ${payload} at ${version}`,
        got,
      );
    }
  }
  return writing.live.length > 0 && race.overlapped;
}

export const racePoll = {
  "race.poll.complete": async (context) => {
    const choices = new RandomChoices(context.seed);
    await playRounds(context.effort, ROUNDS, (round) => play(context, choices, round));
  },
} satisfies Partial<ChecksOf<"race">>;
