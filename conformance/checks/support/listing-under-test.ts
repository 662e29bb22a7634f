/** A listing under test: of a partition, or of a collection with the same records. */
import type { Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { CheckContext } from "../../runner/define-check.ts";
import { expectEqual, expectStatus, present } from "./expect.ts";
import { type NewRecord, put, type StoredRecord, seed } from "./fixtures.ts";

/** A record as a listing shows it; with its collection in one of a partition. */
export type ListedRecord = StoredRecord & { collection?: string };
type Query = Record<string, string | number>;

/**
 * A place for lists of records, since most rules are the same for both places: a partition, with the records in the
 * collections `c` and `d`, or the collection `alone`.
 */
export class Listing {
  readonly account: Account;
  readonly partition: Partition;
  readonly path: `/${Partition}${string}`;
  /** Whether it is the listing of a partition. */
  readonly whole: boolean;

  constructor(account: Account, partition: Partition, whole: boolean) {
    this.account = account;
    this.partition = partition;
    this.path = whole ? `/${partition}` : `/${partition}/alone`;
    this.whole = whole;
  }

  #collectionOf(id: string): string {
    if (!this.whole) return "alone";
    return id.charCodeAt(id.length - 1) % 2 === 0 ? "d" : "c";
  }

  /** The name of a record in the listing, e.g. `b` or `d/b`. */
  name(id: string): string {
    return this.whole ? `${this.#collectionOf(id)}/${id}` : id;
  }

  /** Names of records as `ids` takes them. */
  names(...ids: string[]): string {
    return ids.map((id) => this.name(id)).join(",");
  }

  /** The path of a record. */
  at(id: string): `/${Partition}/${string}/${string}` {
    return `/${this.partition}/${this.#collectionOf(id)}/${id}`;
  }

  /** Records in the form of a list for this place. */
  list<R extends { id: string }>(records: R[]): (R & { collection?: string })[] {
    return this.whole
      ? records.map((record) => ({ collection: this.#collectionOf(record.id), ...record }))
      : records;
  }

  get(options: Options = {}) {
    return this.account.get(this.path as "/{partition}", options);
  }

  /** Sends a list that may be malformed, as it is. */
  post(list: unknown, options: Options = {}) {
    const body = list instanceof RawBody ? list : RawBody.json(list);
    return this.account.post(this.path as "/{partition}", body, options);
  }

  /** Stores records as one list, as `seed` does. */
  store(records: NewRecord[]): Promise<number> {
    return seed(this.account, this.path, this.list(records));
  }

  /** Stores one record, as `put` does. */
  put(id: string, record: Omit<NewRecord, "id"> = {}): Promise<number> {
    return put(this.account, this.at(id), record);
  }

  /** The items that are shown for a query must be these records, in any order. */
  async expectItems(query: Query, ids: string[]): Promise<void> {
    const answer = expectStatus(await this.get({ query }), 200);
    const expected = ids.map((id) => this.name(id)).toSorted();
    expectEqual(answer, "items", itemsOf<string>(answer)?.toSorted(), expected);
  }
}

/** The items of a page; undefined if it has none. */
export function itemsOf<Item = unknown>(answer: Answer): Item[] | undefined {
  const { items } = Object(answer.json) as { items?: unknown };
  return Array.isArray(items) ? items : undefined;
}

/** The records of a page with `full`. */
export function recordsOf(answer: Answer): ListedRecord[] {
  return present("items", itemsOf<ListedRecord>(answer));
}

/**
 * Builds the check that a rule holds for a partition, and then for a collection with the same records. In this order,
 * neither sees the records of the other.
 */
export function ofListings(judge: (listing: Listing) => Promise<void>) {
  return async ({ account, partition }: CheckContext) => {
    await judge(new Listing(account, partition, true));
    await judge(new Listing(account, partition, false));
  };
}
