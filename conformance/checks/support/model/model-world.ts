/** An account under test with its model, its sessions and its script. */
import { PARTITIONS, type Partition } from "../../../contract/document.ts";
import type { Account } from "../../../exchange/account.ts";
import type { Answer } from "../../../exchange/answer.ts";
import { RawBody } from "../../../exchange/typed-bodies.ts";
import { recordAssertion } from "../../../runner/assertion-log.ts";
import { Broken } from "../../../runner/outcomes.ts";
import { endSessions } from "../../../runner/protocol.ts";
import { control, describeAnswer, versionOf } from "../expect.ts";
import { sleep } from "../fixtures.ts";
import type { AnswerKind } from "./answer-kinds.ts";
import type { Command } from "./commands.ts";
import { isExpiryCertain } from "./exchange-span.ts";
import type { Cursor } from "./listing-cursor.ts";
import { Abandoned, Mismatch } from "./mismatch.ts";
import type { Lease } from "./model-session.ts";
import type { ModelRecord, State } from "./model-state.ts";
import type { Target } from "./plan-write.ts";
import { Script, type ScriptRequest } from "./request-script.ts";
import type { SequenceSetting } from "./sequence-setting.ts";

const NAMES = ["phone", "laptop", null] as const;
/** Attempts of a request that is refused without a reason in the sequence, since servers may have other reasons. */
const ATTEMPTS = 3;

/** Seconds; a session does not outlive a longer pause. */
const LONGEST_PAUSE = 2;

function isPassing({ status }: Answer, expects409: boolean): boolean {
  return status === 429 || (status === 409 && !expects409);
}

/** The full name of an expired record. */
export type ExpiredRecord = { partition: Partition; collection: string; id: string };

/** An account during one sequence, with its expected contents, its sessions and its script. */
export class World {
  /** The beginning of all collection names. */
  readonly prefix: string;
  readonly setting: SequenceSetting;
  readonly script: Script;
  /** The account's name in the script; null if there is only one. */
  readonly name: string | null;
  state: State;
  /** The sessions in the order of their beginning. */
  readonly leases: Lease[] = [];
  /** True while the model reads all contents, without a command. */
  looking = false;
  /** The commands of the sequence so far. */
  readonly performed: Command[] = [];
  /** The current listing, if it has further pages. */
  cursor: Cursor | null = null;
  /** The other account, if the sequence has two. */
  twin: World | null = null;
  /** Number of waits for expiries so far. */
  waits = 0;
  /** Seconds of the slowest exchange. */
  slowest = 0;
  /** Records that have expired. */
  readonly ghosts: ExpiredRecord[] = [];
  readonly #account: Account;
  readonly #events = new Set<string>();
  /** The versions that each client saw last, by path. */
  readonly #seen = new Map<string, number>();
  /** The `modified` of records by their version. */
  readonly #moments = new Map<number, unknown>();

  /** @param beside the first account, if this is the second account of a sequence */
  private constructor(
    account: Account,
    prefix: string,
    state: State,
    setting: SequenceSetting,
    beside?: World,
  ) {
    this.#account = account;
    this.prefix = prefix;
    this.state = state;
    this.setting = setting;
    this.name = beside ? "second" : null;
    this.script = beside?.script ?? new Script(state.version);
  }

  /**
   * Empties an account, and reads its versions.
   * @throws Broken if it cannot be emptied
   */
  static async begin(
    account: Account,
    prefix: string,
    setting: SequenceSetting,
    beside?: World,
  ): Promise<World> {
    const version = versionOf(control(await account.delete("/"), 204));
    const partition = async (name: Partition) => {
      const answer = control(await account.get(`/${name}`), 200);
      if (answer.json?.items?.length !== 0) throw new Broken(`set-up: ${answer.asked} should show no items`);
      return { version: versionOf(answer), collections: new Map() };
    };
    const partitions = { control: await partition("control"), storage: await partition("storage") };
    if (Math.max(...PARTITIONS.map((name) => partitions[name].version)) > version) {
      throw new Broken("set-up: a partition has a greater version than its account");
    }
    return new World(account, prefix, { version, partitions }, setting, beside);
  }

  /** Ends the sessions that the sequence left behind, which would keep the next one from writing. */
  end(): Promise<void> {
    return endSessions(this.#account, this.#account.sessions);
  }

  /** Sends a request, and adds it to the script. */
  async send(asked: Omit<ScriptRequest, "client"> & { client: number }, expects409 = true): Promise<Answer> {
    const client = NAMES[asked.client] ?? null;
    const body = asked.body === undefined ? null : RawBody.json(asked.body);
    const version = asked.condition?.version;
    const options = {
      // With sessions, waiting out a 409 could hide a conflict with an ended session.
      patient: this.leases.length === 0,
      ...(asked.query && { query: asked.query }),
      headers: [
        ["Accept", "application/json"],
        ...(client === null ? [] : [["X-Weave-Client", client]]),
        ...(asked.session ? [["X-Weave-Session", asked.session]] : []),
      ] as [string, string][],
      ...(version !== undefined &&
        (asked.condition?.on === "modified" ? { ifModified: version } : { ifUnmodified: version })),
    };
    const send = () => this.#account.send(asked.method, asked.path, body, options);
    let answer = await send();
    for (let attempt = 1; attempt < ATTEMPTS && isPassing(answer, expects409); attempt++) {
      if (answer.status === 429) await sleep(Math.min(answer.integer("Retry-After") ?? 0, LONGEST_PAUSE));
      answer = await send();
    }
    this.script.add({ ...asked, client: this.#called(client) }, answer, this.looking);
    this.slowest = Math.max(this.slowest, answer.exchange.durationMs / 1000);
    if (!isExpiryCertain(this, answer)) throw new Abandoned("a record may have expired meanwhile");
    const renewed = this.live.find(({ id }) => id === asked.session);
    if (renewed && answer.status > 0 && answer.status < 400) {
      renewed.lives = Math.min(answer.exchange.startedAt / 1000 + renewed.ttl, renewed.latest);
    }
    if (answer.status === 429 || answer.status === 503) throw new Abandoned(`answered ${answer.status}`);
    return answer;
  }

  /**
   * Reports a wrong answer.
   * @throws Mismatch
   * @throws Abandoned if a session that expired meanwhile may be the reason
   */
  fail(kind: AnswerKind, expected: string, got: string, answer: Answer): never {
    const now = (answer.exchange.startedAt + answer.exchange.durationMs) / 1000;
    if (this.live.some(({ lives }) => lives < now)) {
      throw new Abandoned("a session may have expired");
    }
    throw new Mismatch(kind, expected, got, answer);
  }

  /** The answer must have one of these statuses. If the rule is about something else, any success will do. */
  expectStatus(kind: AnswerKind, answer: Answer, statuses: readonly number[], why = ""): void {
    if (statuses.includes(answer.status)) {
      const wanted = () => `answer ${statuses.join(" or ")}${why}`;
      if (this.judges(kind)) recordAssertion(answer, "rule", () => `must ${wanted()}`);
      else recordAssertion(answer, "set-up", () => `has to ${wanted()}`);
      return;
    }
    const lenient =
      !this.setting.focus.judges.has(kind) && answer.ok && statuses.some((status) => status < 300);
    if (lenient) return;
    this.fail(
      kind,
      `${answer.asked} to answer ${statuses.join(" or ")}${why}`,
      describeAnswer(answer),
      answer,
    );
  }

  /** Whether the rule is about this kind of answer; other answers are not compared. */
  judges(kind: AnswerKind): boolean {
    return this.setting.focus.judges.has(kind);
  }

  /** `X-Last-Modified-Version` must be the version of the target. */
  expectVersion(kind: AnswerKind, answer: Answer, target: Pick<Target, "path">, expected: number): void {
    if (!this.judges(kind)) return;
    const got = answer.integer("X-Last-Modified-Version");
    const of = target.path === "" ? "the account" : target.path;
    if (got === expected) {
      // Naming this version here would change the names of later ones in the script.
      recordAssertion(
        answer,
        "rule",
        () => `expects X-Last-Modified-Version to be ${expected}, the version of ${of}`,
      );
      return;
    }
    this.fail(
      kind,
      `X-Last-Modified-Version of ${answer.asked} to be ${this.script.version(expected)}, the version of ${of}`,
      got === undefined ? "nothing" : String(got),
      answer,
    );
  }

  /** The name of a client in the script. */
  #called(client: string | null): string | null {
    const account = this.name ?? (this.twin ? "first" : null);
    const all = [account && `${account} account`, client].filter((each) => each !== null);
    return all.length === 0 ? null : all.join(", ");
  }

  count(what: string): void {
    const { tally } = this.setting;
    this.#events.add(what);
    tally.set(what, (tally.get(what) ?? 0) + 1);
  }

  /** Whether a request of a kind succeeded in this sequence. */
  had(what: string): boolean {
    return this.#events.has(what);
  }

  /** Records the expiry of records. */
  lose(gone: readonly ExpiredRecord[]): void {
    this.ghosts.push(...gone);
    this.script.expired(gone.map(({ partition, collection, id }) => `/${partition}/${collection}/${id}`));
    this.count("expired");
  }

  /** Remembers the `modified` of a write's records: the timestamp of its answer (header.timestamp.write). */
  stamp(version: number, answer: Answer): void {
    this.#moments.set(version, answer.integer("X-Weave-Timestamp"));
  }

  /** The expected `modified` of a record: the one of other records of its version. */
  modifiedOf({ version }: ModelRecord, shown: unknown): unknown {
    if (this.#moments.get(version) === undefined) this.#moments.set(version, shown);
    return this.#moments.get(version);
  }

  /** Remembers the version that a client has seen. */
  see(client: number, path: string, version: number): void {
    this.#seen.set(`${client} ${path}`, version);
  }

  seen(client: number, path: string): number {
    return this.#seen.get(`${client} ${path}`) ?? 0;
  }

  get timed(): boolean {
    return this.setting.timed;
  }

  get bounds(): SequenceSetting["bounds"] {
    return this.setting.bounds;
  }

  /** The live sessions. */
  get live(): Lease[] {
    return this.leases.filter(({ outcome }) => outcome === null);
  }
}
