/** Checks that overlapping requests on one record act as if one came after another, and lose no partial update. */
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { recordAssertion } from "../../runner/assertion-log.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { Inconclusive, Violated } from "../../runner/outcomes.ts";
import { control, present, versionOf } from "../support/expect.ts";
import { put, type StoredRecord } from "../support/fixtures.ts";
import {
  clientName,
  expectOfRace,
  isRefused,
  isUnknown,
  playRounds,
  Race,
  type RaceRequest,
  RandomChoices,
  type RequestToSend,
  script,
} from "../support/race.ts";
import { decide, type Operation, shrink } from "../support/race-linearizability.ts";
import {
  type KnownAnswer,
  type RecordOp,
  recordShrinking,
  recordSpecification,
} from "../support/race-register.ts";

const WRITERS = 3;
const READERS = 2;
/** Requests of a writer, most of which write. */
const WRITES = 6;
/** Requests of a reader, unless the writers come to an end before. */
const MOST_READS = 12;
/** Requests of one who comes after them all. */
const LAST_READS = 2;
const LINEARIZABLE_ROUNDS = 3;
const UPDATE_ROUNDS = 6;

const READS = ["get", "get if"] as const;
const ALL = ["get", "put", "put", "put", "put if", "put if", "put if", "delete", "delete if"] as const;
type Kind = (typeof READS)[number] | (typeof ALL)[number];

const KNOWN = [200, 201, 204, 304, 404, 412];

/** A request on a record, as an operation of its history. */
type Entry = Operation<RecordOp> & { move: RaceRequest };

interface Plan {
  choices: RandomChoices;
  kinds: readonly Kind[];
  /** Of its requests. */
  count: number;
}

/** One client at work on some records. What it has seen of each is what its preconditions are made from. */
class Client {
  readonly #race: Race;
  readonly #name: string;
  readonly #plan: { path: string; kind: Kind }[];
  readonly #seen = new Map<string, number>();
  readonly #histories: Map<string, Entry[]>;
  #wrote = 0;

  constructor(race: Race, name: string, histories: Map<string, Entry[]>, { choices, kinds, count }: Plan) {
    this.#race = race;
    this.#name = name;
    this.#histories = histories;
    // Most of them meet at the first one.
    const [first = "", ...others] = histories.keys();
    const paths = [first, first, first, ...others];
    this.#plan = Array.from({ length: count }, () => ({ path: choices.of(paths), kind: choices.of(kinds) }));
  }

  async work(): Promise<void> {
    for (const { path, kind } of this.#plan) await this.#ask(path, kind);
  }

  /** Reads once a write has been answered, when others are still under way, and once more at any time. */
  async read(written: Promise<unknown>): Promise<void> {
    let over = false;
    const end = written.finally(() => {
      over = true;
    });
    for (const [index, { path, kind }] of this.#plan.entries()) {
      if (index % 2 === 0) await Promise.race([this.#race.nextWrite(), end]);
      if (over) return;
      await this.#ask(path, kind);
    }
  }

  async #ask(path: string, kind: Kind): Promise<void> {
    const seen = this.#seen.get(path) ?? 0;
    const conditional = kind.endsWith("if");
    const op: RecordOp = { kind: "read", payload: null, ifModified: null, ifUnmodified: null, known: null };
    if (kind.startsWith("get")) op.ifModified = conditional ? seen : null;
    else op.ifUnmodified = conditional ? seen : null;
    if (kind.startsWith("put")) {
      this.#wrote += 1;
      Object.assign(op, { kind: "put", payload: `${this.#name}${this.#wrote}` });
    } else if (kind.startsWith("delete")) op.kind = "delete";
    const move = await this.#race.send<StoredRecord>(this.#name, askOf(path, op));
    const { answer } = move;
    if (isRefused(answer)) return;
    if (!isUnknown(answer)) {
      op.known = knownAnswer(control(answer, ...KNOWN));
      // A deletion reports the version that it took, and leaves none behind.
      const isGone = op.kind === "delete" && answer.ok;
      this.#seen.set(path, isGone ? 0 : (op.known.version ?? 0));
    }
    const { sent } = move;
    this.#histories.get(path)?.push({ sent, answered: op.known && move.answered, op, move });
  }
}

function askOf(path: string, { kind, payload, ifModified, ifUnmodified }: RecordOp): RequestToSend {
  const options = {
    ...(ifModified !== null && { ifModified }),
    ...(ifUnmodified !== null && { ifUnmodified }),
  };
  if (kind === "put") return { method: "PUT", path, body: { payload }, options };
  return { method: kind === "read" ? "GET" : "DELETE", path, options };
}

function knownAnswer(answer: Answer<StoredRecord>): KnownAnswer {
  if (answer.status === 404) return { status: 404, version: null, payload: null };
  const version = versionOf(answer);
  if (answer.status !== 200) return { status: answer.status, version, payload: null };
  const { payload } = Object(answer.json) as { payload?: unknown };
  return { status: 200, version, payload: typeof payload === "string" ? payload : null };
}

/** @throws Violated, Inconclusive */
function judgeHistory(path: string, history: readonly Entry[]): void {
  const decision = decide(history, recordSpecification);
  const expected = `the answers to ${history.length} requests on ${path} to be those of some order of them, each at a moment between its sending and its answer`;
  if (decision === "linearizable") {
    const last = history.at(-1)?.move.answer;
    if (last) recordAssertion(last, "rule", () => `expects ${expected}`);
    return;
  }
  if (decision === "undecided")
    throw new Inconclusive(`the requests on ${path} overlap too much to be put in order`);
  const shown = shrink(history, recordSpecification, recordShrinking);
  const moves = shown.map(({ move }) => move).toSorted((a, b) => a.answered - b.answered);
  throw new Violated(
    expected,
    `${shown.length} of them that have no such order`,
    moves.at(-1)?.answer ?? null,
    script(moves),
  );
}

/** Two partial updates that set one field each, of a record, or of a list that holds it. */
function updates(
  partition: Partition,
  round: number,
  changed: { payload: string; sortindex: number },
): RequestToSend[] {
  const { payload, sortindex } = changed;
  const halves = [{ payload }, { sortindex }];
  const path = `/${partition}/c`;
  const method = "POST";
  const ways: ((half: object) => RequestToSend)[] = [
    (half) => ({ method, path: `${path}/a`, body: half }),
    (half) => ({ method, path, body: [{ id: "a", ...half }] }),
    (half) => ({ method, path: `/${partition}`, body: [{ collection: "c", id: "a", ...half }] }),
  ];
  // By the same way, and by two.
  return halves.map((half, index) =>
    (ways[(round + index * Math.floor(round / 3)) % 3] as (typeof ways)[0])(half),
  );
}

async function race(account: Account, partition: Partition, round: number): Promise<boolean> {
  const path = `/${partition}/c/a` as const;
  const changed = { payload: `new ${round}`, sortindex: round + 1 };
  await put(account, path, { payload: "old", sortindex: 0 });
  const race = new Race(account);
  const moves = await race.together(updates(partition, round, changed));
  const after = await race.send<StoredRecord>("z", { method: "GET", path });
  const { payload, sortindex } = present("the record", control(after.answer, 200).json);
  if (!moves.every(({ answer }) => answer.ok)) return false;
  const holds = payload === changed.payload && sortindex === changed.sortindex;
  expectOfRace([...moves, after], holds, `${path} to be as both updates set it, ${JSON.stringify(changed)}`, {
    payload,
    sortindex,
  });
  return race.overlapped;
}

export const raceRecord = {
  "race.record.linearizable": async ({ account, partition, seed, effort }) => {
    const choices = new RandomChoices(seed);
    await put(account, `/${partition}/c/first`, { payload: "x" });
    await playRounds(effort, LINEARIZABLE_ROUNDS, async (round) => {
      const race = new Race(account);
      // Records do not depend on each other, so that the history of each is decided by itself (A. Horn, D. Kroening,
      // "Faster linearizability checking via P-compositionality", FORTE 2015).
      const histories = new Map<string, Entry[]>(
        ["a", "b"].map((id) => [`/${partition}/c/${id}${round}`, []] as [string, Entry[]]),
      );
      const client = (index: number, kinds: readonly Kind[], count: number) =>
        new Client(race, clientName(index), histories, { choices, kinds, count });
      const writers = Array.from({ length: WRITERS }, (_, index) => client(index, ALL, WRITES));
      const readers = Array.from({ length: READERS }, (_, index) =>
        client(WRITERS + index, READS, MOST_READS),
      );
      const written = Promise.all(writers.map((writer) => writer.work()));
      await Promise.all([written, ...readers.map((reader) => reader.read(written))]);
      const last = client(WRITERS + READERS, READS, LAST_READS);
      await last.work();
      for (const [path, history] of histories) judgeHistory(path, history);
      const shown = [...histories.values()].flat();
      const didWrite = shown.some(
        ({ op }) => op.kind === "put" && op.known !== null && op.known.status < 300,
      );
      const didRead = shown.some(({ op }) => op.kind === "read" && op.known?.status === 200);
      return didWrite && didRead && race.overlapped;
    });
  },

  "race.update.not-lost": ({ account, partition, effort }) =>
    playRounds(effort, UPDATE_ROUNDS, (round) => race(account, partition, round)),
} satisfies Partial<ChecksOf<"race">>;
