/** An account with a quota, which a check fills up to a few bytes. */
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { Broken, Untested } from "../../runner/outcomes.ts";
import { type Limits, limitsOf, MOST_BYTES } from "./announced-limits.ts";
import { control, controlShown, present, versionOf } from "./expect.ts";
import { put } from "./fixtures.ts";
import { recordsOf } from "./listing-under-test.ts";
import { shares, textOf } from "./oversized-requests.ts";
import type { Sample } from "./sample-requests.ts";

/** Bytes that `fill` leaves for the writes of a check. */
const ROOM = 32;
/** Six bytes, and two characters. */
export const WORD = "€€";

const VIEWS = [
  "/info/collections",
  "/info/collection_counts",
  "/info/collection_usage",
  "/info/quota",
] as const;

/** An account with a quota. */
export class Quota {
  readonly account: Account;
  readonly partition: Partition;
  /** Bytes that the account may use. */
  readonly bytes: number;
  readonly #limits: Limits;

  private constructor(account: Account, partition: Partition, bytes: number, limits: Limits) {
    this.account = account;
    this.partition = partition;
    this.bytes = bytes;
    this.#limits = limits;
  }

  /**
   * @throws Untested if there is no quota, or if it is too small for a check
   */
  static async of(account: Account, partition: Partition): Promise<Quota> {
    const { json } = control(await account.get("/info/quota"), 200);
    const bytes = json?.quota;
    if (bytes === null) {
      throw new Untested(
        "needs an account with a quota: name a target for it under scenarios.quota in the config",
      );
    }
    const quota = present("the quota", bytes);
    if (quota < 2 * ROOM) throw new Untested(`has a quota of ${quota} bytes; a check needs ${2 * ROOM}`);
    return new Quota(account, partition, quota, await limitsOf(account));
  }

  /** Bytes that all payloads have, as the account shows it. */
  async usage(): Promise<number> {
    const { json } = control(await this.account.get("/info/quota"), 200);
    return present("the usage", json?.usage);
  }

  /**
   * Empties the account, and fills the collection `full` except for the space that `room` needs.
   * @param partitions the partitions that share the payloads
   * @throws Untested if the quota is more than a check sends
   * @throws Broken
   */
  async fill(partitions: readonly Partition[] = [this.partition]): Promise<void> {
    const { account, bytes } = this;
    if (bytes > MOST_BYTES)
      throw new Untested(`has a quota of ${bytes} bytes; a check sends ${MOST_BYTES} at most`);
    control(await account.delete("/"), 204);
    const { max_record_payload_bytes, max_post_bytes } = this.#limits;
    const most = Math.min(max_record_payload_bytes, max_post_bytes);
    let left = bytes - ROOM;
    for (const [after, partition] of partitions.toReversed().entries()) {
      const part = Math.ceil(left / (partitions.length - after));
      left -= part;
      for (const [index, size] of shares(part, most).entries()) {
        await put(account, `/${partition}/full/f${index}`, { payload: textOf(size) });
      }
    }
  }

  /**
   * Leaves exactly this many bytes in a filled account, and only the record `old` in the collection `c`.
   * @throws Broken if the account does not show this usage
   */
  async room(left: number, old = ""): Promise<void> {
    const { account, partition, bytes } = this;
    control(await account.delete(`/${partition}`, { query: { collections: "c,d" } }), 204);
    const ballast = ROOM - left - Buffer.byteLength(old);
    await put(account, `/${partition}/d/ballast`, { payload: "x".repeat(ballast) });
    await put(account, `/${partition}/c/old`, { payload: old });
    const used = await this.usage();
    if (used === bytes - left) return;
    throw new Broken(
      `set-up: the usage should be ${bytes - left} after ${bytes - left} bytes were stored, is ${used}`,
    );
  }

  /**
   * Requires that the account is full.
   * @throws Broken
   */
  async controlFull(): Promise<void> {
    control(await this.account.put(`/${this.partition}/c/more`, { payload: "x" }), 403);
  }

  /** Everything that shows the effect of a write, without the collection `full`, which may be large. */
  async state(): Promise<Record<string, unknown>> {
    const state: Record<string, unknown> = {};
    for (const view of VIEWS) {
      const answer = control(await this.account.get(view), 200);
      state[view] = present(`the body of ${view}`, answer.json);
      state[`the version of ${view}`] = versionOf(answer);
    }
    const answer = controlShown(await this.account.get(`/${this.partition}/c`, { query: { full: "" } }));
    state["the records of the collection"] = answer.ok
      ? recordsOf(answer).toSorted((a, b) => (a.id < b.id ? -1 : 1))
      : answer.status;
    return state;
  }

  /**
   * Every way to add bytes: to a missing record, and to the record `c/old`. Lists also add a record without payload,
   * and share the bytes between two other records: there is room for either, and not for both.
   */
  additions(payload: string): Sample[] {
    const { partition } = this;
    const C = `/${partition}/c`;
    const body = RawBody.json({ payload });
    const empty = { id: "empty" };
    const [half, rest] = [payload.slice(0, 1), payload.slice(1)];
    const many = RawBody.json([empty, { id: "new", payload: half }, { id: "beside", payload: rest }]);
    const all = RawBody.json([
      { collection: "d", ...empty },
      { collection: "c", id: "new", payload: half },
      { collection: "d", id: "beside", payload: rest },
    ]);
    const success = [201, 204];
    return [
      { operation: "putRecord", method: "PUT", path: `${C}/new`, body, success },
      { operation: "putRecord", method: "PUT", path: `${C}/old`, body, success },
      { operation: "postRecord", method: "POST", path: `${C}/new`, body, success },
      { operation: "postRecord", method: "POST", path: `${C}/old`, body, success },
      { operation: "postCollection", method: "POST", path: C, body: many, success: [200] },
      { operation: "postPartition", method: "POST", path: `/${partition}`, body: all, success: [200] },
    ];
  }
}
