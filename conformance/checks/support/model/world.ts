import { PARTITIONS, type Partition } from "../../../contract/document.ts";
import type { Account } from "../../../exchange/account.ts";
import type { Answer } from "../../../exchange/answer.ts";
import { RawBody } from "../../../exchange/typed-bodies.ts";
import { recordAssertion } from "../../../runner/assertion-log.ts";
import { Broken } from "../../../runner/outcomes.ts";
import { endSessions } from "../../../runner/protocol.ts";
import { control, said, versionOf } from "../expect.ts";
import { sleep } from "../fixtures.ts";
import type { Command } from "./commands.ts";
import type { Cursor } from "./cursor.ts";
import type { Kind } from "./kinds.ts";
import type { Lease } from "./lease.ts";
import { Abandoned, Mismatch } from "./mismatch.ts";
import type { Target } from "./plan.ts";
import { type Asked, Script } from "./script.ts";
import type { Setting } from "./setting.ts";
import { isSure } from "./spans.ts";
import type { ModelRecord, State } from "./state.ts";

const NAMES = ["phone", "laptop", null] as const;
/** A refusal that nothing in the sequence explains is asked for again: servers may refuse for reasons of their own. */
const ATTEMPTS = 3;

/** Seconds; a longer pause no session outlives. */
const LONGEST_PAUSE = 2;

function isPassing({ status }: Answer, expects409: boolean): boolean {
  return status === 429 || (status === 409 && !expects409);
}

/** A record that went, and where it was. */
export type Ghost = { partition: Partition; collection: string; id: string };

/** An account, what it should hold, and who is at work in it. One sequence of requests is performed in it. */
export class World {
  /** Begins the names of all collections. */
  readonly prefix: string;
  readonly setting: Setting;
  readonly script: Script;
  /** What the script calls the account; null where there is only one. */
  readonly name: string | null;
  state: State;
  /** The sessions that were begun, in that order. */
  readonly leases: Lease[] = [];
  /** True while the model looks around, which no command asks for. */
  looking = false;
  /** The commands of the sequence so far. */
  readonly performed: Command[] = [];
  /** A listing of which not all pages have been read. */
  cursor: Cursor | null = null;
  /** Another account, to which requests go in turn with these. */
  twin: World | null = null;
  /** How often the sequence has waited for something to expire. */
  waits = 0;
  /** Seconds that an exchange took at most. */
  slowest = 0;
  /** Records that have expired. */
  readonly ghosts: Ghost[] = [];
  readonly #account: Account;
  readonly #events = new Set<string>();
  /** The versions that each client saw last, by path. */
  readonly #seen = new Map<string, number>();
  /** The `modified` of the records that have a version. */
  readonly #moments = new Map<number, unknown>();

  /** @param beside a sequence in another account that this one is a part of */
  private constructor(account: Account, prefix: string, state: State, setting: Setting, beside?: World) {
    this.#account = account;
    this.prefix = prefix;
    this.state = state;
    this.setting = setting;
    this.name = beside ? "second" : null;
    this.script = beside?.script ?? new Script(state.version);
  }

  /**
   * Empties an account and learns the versions from which it goes on.
   * @throws Broken when it cannot be emptied
   */
  static async begin(account: Account, prefix: string, setting: Setting, beside?: World): Promise<World> {
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

  /** Ends what sessions the sequence left behind: they would keep the next one from writing. */
  end(): Promise<void> {
    return endSessions(this.#account, this.#account.sessions);
  }

  /** Sends a request, and takes it into the script. */
  async send(asked: Omit<Asked, "client"> & { client: number }, expects409 = true): Promise<Answer> {
    const client = NAMES[asked.client] ?? null;
    const body = asked.body === undefined ? null : RawBody.json(asked.body);
    const version = asked.condition?.version;
    const options = {
      // A conflict that is waited out may be with a session that ended, and go away like one.
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
    if (!isSure(this, answer)) throw new Abandoned("a record may have expired meanwhile");
    const renewed = this.live.find(({ id }) => id === asked.session);
    if (renewed && answer.status > 0 && answer.status < 400) {
      renewed.lives = Math.min(answer.exchange.startedAt / 1000 + renewed.ttl, renewed.latest);
    }
    if (answer.status === 429 || answer.status === 503) throw new Abandoned(`answered ${answer.status}`);
    return answer;
  }

  /**
   * Says that an answer is not the one there has to be.
   * @throws Mismatch
   * @throws Abandoned where a session that has expired meanwhile may have to do with it
   */
  fail(kind: Kind, expected: string, got: string, answer: Answer): never {
    const now = (answer.exchange.startedAt + answer.exchange.durationMs) / 1000;
    if (this.live.some(({ lives }) => lives < now)) {
      throw new Abandoned("a session may have expired");
    }
    throw new Mismatch(kind, expected, got, answer);
  }

  /** An answer has one of these statuses; where the rule is about something else, any success stands for another. */
  expectStatus(kind: Kind, answer: Answer, statuses: readonly number[], why = ""): void {
    if (statuses.includes(answer.status)) {
      const wanted = () => `answer ${statuses.join(" or ")}${why}`;
      if (this.judges(kind)) recordAssertion(answer, "rule", () => `must ${wanted()}`);
      else recordAssertion(answer, "set-up", () => `has to ${wanted()}`);
      return;
    }
    const lenient =
      !this.setting.focus.judges.has(kind) && answer.ok && statuses.some((status) => status < 300);
    if (lenient) return;
    this.fail(kind, `${answer.asked} to answer ${statuses.join(" or ")}${why}`, said(answer), answer);
  }

  /** Whether what an answer says is compared; what the rule is not about is not. */
  judges(kind: Kind): boolean {
    return this.setting.focus.judges.has(kind);
  }

  /** `X-Last-Modified-Version` is that of the target. */
  expectVersion(kind: Kind, answer: Answer, target: Pick<Target, "path">, expected: number): void {
    if (!this.judges(kind)) return;
    const got = answer.integer("X-Last-Modified-Version");
    const of = target.path === "" ? "the account" : target.path;
    if (got === expected) {
      // A name for it would change how a script names others.
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

  /** How the script calls a client. */
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

  /** Whether anything of a kind came out well in this sequence. */
  had(what: string): boolean {
    return this.#events.has(what);
  }

  /** Takes note of records that have expired. */
  lose(gone: readonly Ghost[]): void {
    this.ghosts.push(...gone);
    this.script.expired(gone.map(({ partition, collection, id }) => `/${partition}/${collection}/${id}`));
    this.count("expired");
  }

  /** The `modified` of the records that a write stored is the time that its answer has (header.timestamp.write). */
  stamp(version: number, answer: Answer): void {
    this.#moments.set(version, answer.integer("X-Weave-Timestamp"));
  }

  /** The `modified` that a record has to be shown with, which is what another of its version was shown with. */
  modifiedOf({ version }: ModelRecord, shown: unknown): unknown {
    if (this.#moments.get(version) === undefined) this.#moments.set(version, shown);
    return this.#moments.get(version);
  }

  /** A client takes note of a version. */
  see(client: number, path: string, version: number): void {
    this.#seen.set(`${client} ${path}`, version);
  }

  seen(client: number, path: string): number {
    return this.#seen.get(`${client} ${path}`) ?? 0;
  }

  get timed(): boolean {
    return this.setting.timed;
  }

  get bounds(): Setting["bounds"] {
    return this.setting.bounds;
  }

  /** Sessions that are alive. */
  get live(): Lease[] {
    return this.leases.filter(({ outcome }) => outcome === null);
  }
}
