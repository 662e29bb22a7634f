/** Performs writes of many kinds on an account that has what each of them needs, and reads what they left. */
import type { Answer } from "../../exchange/answer.ts";
import { Inconclusive } from "../../runner/outcomes.ts";
import { began, ended, GRACE, type Session } from "../support/begun-session.ts";
import { control, expectEqual, expectStatus, expectSuccess, present } from "../support/expect.ts";
import { type NewRecord, seed, sleep } from "../support/fixtures.ts";
import { type ListedRecord, recordsOf } from "../support/listing-under-test.ts";
import type { SessionCheckContext } from "../support/with-sessions.ts";
import { HELD, LISTS, type Target, type Write } from "./axes.ts";
import { type Case, collectionOf, describeCase, expectFields, given, nameOf } from "./case.ts";
import { requestOf } from "./requests.ts";

/** The ttl in seconds of a record that expires before it is written. */
const SHORT = 1;
/** Seconds before the end of a record at which it is looked for. */
const BEFORE_END = 0.6;
/** So many writes are staged in one session at most: it does not live long. */
const MOST_STAGED = 10;

interface Conditions {
  /** Seconds that the records which are there have been given to live; none where left out. */
  ttl?: number;
  /** Seconds between the moment at which the last of what is to be found was stored, and the first write. */
  pause?: number;
}

/** An account on which writes are performed, and what they left is looked at. */
export class Bench {
  readonly cases: Case[];
  readonly #context: SessionCheckContext;
  readonly #ttl: number | undefined;
  readonly #pause: number;
  #seeded: Answer | null = null;

  private constructor(
    context: SessionCheckContext,
    writes: readonly Write[],
    { ttl, pause = 0 }: Conditions,
  ) {
    this.#context = context;
    this.#ttl = ttl;
    this.#pause = pause;
    this.cases = writes.map((write, index) => ({
      write,
      collection: collectionOf(write),
      id: `k${String(index).padStart(2, "0")}`,
      answer: null as unknown as Answer,
    }));
  }

  /** Brings about what the writes are to find, as `Bench.perform` does. */
  static async prepare(
    context: SessionCheckContext,
    writes: readonly Write[],
    conditions: Conditions = {},
  ): Promise<Bench> {
    const bench = new Bench(context, writes, conditions);
    await bench.#furnish();
    await sleep(bench.#pause);
    return bench;
  }

  /**
   * Performs writes on what they are meant to find.
   * @throws Violated when one is not performed
   * @throws Inconclusive when what was to live until it was written may have expired
   */
  static async perform(
    context: SessionCheckContext,
    writes: readonly Write[],
    conditions: Conditions = {},
  ): Promise<Bench> {
    const bench = await Bench.prepare(context, writes, conditions);
    await bench.write();
    return bench;
  }

  /** Performs the writes of a bench that was prepared, as `Bench.perform` does. */
  async write(): Promise<void> {
    await this.#writeAtOnce();
    await this.#writeInSessions();
    this.#requireInTime();
  }

  /** Brings about what the writes are to find, with few requests and one wait. */
  async #furnish(): Promise<void> {
    const { account, partition } = this.#context;
    const path = `/${partition}` as const;
    const having = (...targets: Target[]) => this.cases.filter(({ write }) => targets.includes(write.target));
    const record = ({ collection, id, write }: Case): NewRecord & { collection: string } => {
      const { payload, sortindex } = HELD[write.held];
      return { collection, id, payload, ...(sortindex !== null && { sortindex }) };
    };
    const namesOf = (cases: Case[]) => [...new Set(cases.map(({ collection }) => collection))];
    const [emptied, dropped] = [namesOf(having("emptied")), namesOf(having("dropped"))];
    await seed(account, path, [
      { collection: "c", id: "stays" },
      ...having("deleted", "emptied", "dropped").map(record),
      ...having("expired").map((one) => ({ ...record(one), ttl: SHORT })),
    ]);
    const expires = Date.now() / 1000 + SHORT + GRACE;
    for (const collection of having("deleted").length > 0 ? ["c", ...emptied] : emptied) {
      const gone = having("deleted", "emptied").filter((one) => one.collection === collection);
      const ids = gone.map(({ id }) => id).join(",");
      control(await account.delete(`${path}/${collection}`, { query: { ids } }), 204);
    }
    if (dropped.length > 0) {
      control(await account.delete(path, { query: { collections: dropped.join(",") } }), 204);
    }
    if (having("expired").length > 0) await sleep(Math.max(0, expires - Date.now() / 1000));
    const there = having("there").map((one) => ({ ...record(one), ...(this.#ttl && { ttl: this.#ttl }) }));
    if (there.length === 0) return;
    this.#seeded = control(await account.post(path as "/{partition}", there), 200);
    const { success } = Object(this.#seeded.json) as { success?: string[] };
    present("success", success?.length === there.length || null);
  }

  async #writeAtOnce(): Promise<void> {
    for (const { method, path, body, cases } of this.#requests("at once")) {
      const answer = expectSuccess(await this.#context.account.send(method, path, body));
      this.#done(answer, cases, answer);
    }
  }

  async #writeInSessions(): Promise<void> {
    const requests = this.#requests("committed");
    while (requests.length > 0) {
      const session: Session = await this.#context.begin();
      const staged: Case[] = [];
      for (const { method, path, body, cases } of requests.splice(0, MOST_STAGED)) {
        const answer = expectSuccess(await session.request(method, path, body));
        this.#accepted(answer, cases);
        staged.push(...cases);
      }
      const committed = expectSuccess(await session.commit());
      for (const one of staged) one.answer = committed;
    }
  }

  #done(answer: Answer, cases: Case[], effective: Answer): void {
    this.#accepted(answer, cases);
    for (const one of cases) one.answer = effective;
  }

  /** A list may be answered 200 and yet have refused what is in it. */
  #accepted(answer: Answer, cases: Case[]): void {
    if (!cases.some(({ write: { form } }) => LISTS.includes(form))) return;
    const { failed } = Object(answer.json) as { failed?: unknown };
    expectEqual(answer, "failed", failed, {});
  }

  /** The requests that perform the writes of a moment: one for each list, and one for each single record. */
  #requests(moment: Write["moment"]) {
    const { partition } = this.#context;
    const groups = new Map<string, Case[]>();
    for (const one of this.cases.filter(({ write }) => write.moment === moment)) {
      const key = keyOf(one);
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return [...groups.values()].map((cases) => {
      const [{ write }] = cases as [Case];
      const records = cases.map((one) => ({ ...one, fields: given(one.write) }));
      return { cases, ...requestOf(partition, write.form, records) };
    });
  }

  /** What is to be there when it is written must not have expired before. */
  #requireInTime(): void {
    if (this.#ttl === undefined || this.#seeded === null) return;
    const last = Math.max(...this.cases.map(({ answer }) => ended(answer)));
    if (last < began(this.#seeded) + this.#ttl) return;
    throw new Inconclusive(`writing took longer than the ttl of ${this.#ttl} s`);
  }

  /** The records of the partition, by `collection/id`; and the answer that shows them. */
  async read(): Promise<{ answer: Answer; records: Map<string, ListedRecord> }> {
    const { account, partition } = this.#context;
    const answer = expectStatus(await account.get(`/${partition}`, { query: { full: "" } }), 200);
    return {
      answer,
      records: new Map(recordsOf(answer).map((record) => [`${record.collection}/${record.id}`, record])),
    };
  }

  /**
   * Looks at what each write left.
   * @param judge is given what is stored under the name, if anything is
   */
  async each(
    judge: (one: Case, record: ListedRecord | undefined, listing: Answer) => void,
    cases: Case[] = this.cases,
  ): Promise<void> {
    const { answer, records } = await this.read();
    for (const one of cases) judge(one, records.get(nameOf(one)), answer);
  }

  /** Each record must have the payload and the sortindex that its write gave it, or left it. */
  async expectFields(): Promise<void> {
    // After one second it may be gone.
    const lasting = this.cases.filter(({ write }) => write.ttl !== "least");
    await this.each((one, record, listing) => expectFields(one, record, listing), lasting);
  }

  /** Every record whose time has not passed must be there until shortly before it does. */
  async expectAlive(): Promise<void> {
    const seeded = present("records that are there", this.#seeded);
    const end = began(seeded) + (this.#ttl ?? 0);
    await sleep(Math.max(0, end - BEFORE_END - Date.now() / 1000));
    const { answer, records } = await this.read();
    if (ended(answer) >= end) throw new Inconclusive(`the answer took longer than the ttl of ${this.#ttl} s`);
    for (const one of this.cases) {
      expectEqual(
        answer,
        `that ${describeCase(one)} is there, within its time,`,
        records.has(nameOf(one)),
        true,
      );
    }
  }

  /** Waits until all records must be gone that the writes give an end, and looks at which ones are there. */
  async expectEnds(): Promise<void> {
    const ends = this.cases.map((one) => {
      if (one.write.ttl === "least") return ended(one.answer) + 1;
      return this.#ttl && this.#seeded ? ended(this.#seeded) + this.#ttl : 0;
    });
    await sleep(Math.max(0, Math.max(...ends) + GRACE - Date.now() / 1000));
    await this.each((one, record, listing) => {
      const { form, target, ttl } = one.write;
      const kept = ttl === "absent" && form !== "put" && target === "there" && this.#ttl !== undefined;
      if (ttl === "least" || kept) {
        expectEqual(
          listing,
          `that ${describeCase(one)} is there, after its time,`,
          record !== undefined,
          false,
        );
      } else {
        expectFields(one, record, listing);
      }
    });
  }
}

/** Writes of the same key are one request. */
function keyOf({ write: { form }, collection, id }: Case): string {
  if (!LISTS.includes(form)) return `${form} ${id}`;
  return form.startsWith("partition") ? form : `${form} ${collection}`;
}
