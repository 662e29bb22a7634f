import type { Partition } from "../contract/document.ts";
import { type ChecksOf, needs } from "../engine/check.ts";
import { Inconclusive } from "../engine/outcomes.ts";
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { control, expectEqual, expectStatus, expectThat, versionOf } from "./support/expect.ts";
import { put, seed, sleep } from "./support/fixtures.ts";

/** How long after its ttl a record may still be there (§2), and a little for the grain of timers. */
const GRACE = 1.15;

/** Seconds since the epoch at which an exchange began or ended. */
const began = ({ exchange }: Answer) => exchange.startedAt / 1000;
const ended = ({ exchange }: Answer) => (exchange.startedAt + exchange.durationMs) / 1000;

/** Waits until a record that was set by `answer` with this ttl must be gone. */
function untilGone(answer: Answer, ttl: number): Promise<void> {
  return sleep(Math.max(0, ended(answer) + ttl + GRACE - Date.now() / 1000));
}

/** The record must exist: its ttl, set by `answer`, had not passed when the reply was there. */
async function expectAlive(
  account: Account,
  answer: Answer,
  ttl: number,
  path: `/${Partition}/${string}`,
): Promise<void> {
  const seen = await account.get(path);
  if (seen.status === 404 && ended(seen) >= began(answer) + ttl) {
    throw new Inconclusive(`the answer took longer than the ttl of ${ttl} s`);
  }
  expectStatus(seen, 200);
  expectEqual(seen, "the id", (seen.json as { id?: unknown } | undefined)?.id, path.split("/").at(-1));
}

/** Writes that were to find a record: its ttl, set by `answer`, had not passed when their replies were there. */
function controlInTime(answer: Answer, ttl: number, ...writes: Answer[]): void {
  for (const write of writes) {
    control(write, 200);
    if (ended(write) >= began(answer) + ttl)
      throw new Inconclusive(`a write came when the ttl of ${ttl} s may have passed`);
  }
}

/** Waits until `seconds` after an exchange began. */
function untilAfter(answer: Answer, seconds: number): Promise<void> {
  return sleep(Math.max(0, began(answer) + seconds - Date.now() / 1000));
}

export const expiry = {
  "expiry.lives": needs({ waits: true }, async ({ account, partition }) => {
    // Set at four moments of a second: one that is rounded to whole seconds would lose most of one.
    const all: { path: `/${Partition}/${string}/${string}`; set: Answer }[] = [];
    for (const id of ["a", "b", "c", "d"]) {
      const path = `/${partition}/c/${id}` as const;
      const set = control(await account.put(path, { payload: "x", ttl: 3 }), 201);
      await expectAlive(account, set, 3, path);
      all.push({ path, set });
      await untilAfter(set, 0.25);
    }
    for (const { path, set } of all) {
      await untilAfter(set, 2.4);
      await expectAlive(account, set, 3, path);
    }
  }),

  "expiry.gone": needs({ waits: true }, async ({ account, partition }) => {
    await put(account, `/${partition}/c/stays`, { payload: "x" });
    // Beside those that are due later, and one that was due first until it was given more time.
    await seed(account, `/${partition}/c`, [
      { id: "first", ttl: 1 },
      { id: "later", ttl: 1000 },
    ]);
    const set = control(await account.put(`/${partition}/c/a`, { payload: "x", ttl: 2 }), 201);
    control(await account.post(`/${partition}/c/first`, { ttl: 2000 }));
    // A server that keeps what it has once read is to be caught too.
    await account.get(`/${partition}/c/a`);
    await untilGone(set, 2);
    expectStatus(await account.get(`/${partition}/c/a`), 404);
    expectStatus(await account.head(`/${partition}/c/a`), 404);
    expectStatus(await account.delete(`/${partition}/c/a`), 404);
    control(await account.get(`/${partition}/c/stays`), 200);
  }),

  "expiry.views": needs({ waits: true }, async ({ account, partition }) => {
    await put(account, `/${partition}/c/stays`, { payload: "12345" });
    const set = control(await account.put(`/${partition}/c/a`, { payload: "1234567", ttl: 1 }), 201);
    // No version changes as it expires, so that a view which is kept by its version would go on with it.
    for (const view of ["/info/collection_counts", "/info/collection_usage", "/info/quota"] as const) {
      control(await account.get(view), 200);
    }
    for (const query of ["", "ids=a,stays&full="]) {
      control(await account.get(`/${partition}/c`, { query }), 200);
    }
    control(await account.get(`/${partition}`), 200);
    await untilGone(set, 1);
    const ids = expectStatus(await account.get(`/${partition}/c`), 200);
    expectEqual(ids, "the ids", ids.json?.items, ["stays"]);
    const named = expectStatus(
      await account.get(`/${partition}/c`, { query: { ids: "a,stays", full: "" } }),
      200,
    );
    expectEqual(named, "the number of records", named.json?.items?.length, 1);
    const whole = expectStatus(await account.get(`/${partition}`), 200);
    expectEqual(whole, "the names", whole.json?.items, ["c/stays"]);
    const counts = expectStatus(await account.get("/info/collection_counts"), 200);
    expectEqual(counts, "the count", counts.json?.[`${partition}/c`], 1);
    const usage = expectStatus(await account.get("/info/collection_usage"), 200);
    expectEqual(usage, "the usage", usage.json?.[`${partition}/c`], 5);
    const quota = expectStatus(await account.get("/info/quota"), 200);
    expectEqual(quota, "the usage of the account", quota.json?.usage, 5);
  }),

  "expiry.creates": needs({ waits: true }, async ({ account, partition }) => {
    const names = ["put", "post", "list", "whole", "time", "sort"];
    const old = names.map((id) => ({ id, payload: "old", sortindex: 5, ttl: 1 }));
    const set = control(await account.post(`/${partition}/c`, old), 200);
    await untilGone(set, 1);
    expectStatus(await account.put(`/${partition}/c/put`, { payload: "new" }, { ifUnmodified: 0 }), 201);
    expectStatus(await account.post(`/${partition}/c/post`, {}), 201);
    expectStatus(await account.post(`/${partition}/c/time`, { ttl: 1000 }), 201);
    expectStatus(await account.post(`/${partition}/c/sort`, { sortindex: null }), 201);
    expectStatus(await account.post(`/${partition}/c`, [{ id: "list" }]), 200);
    expectStatus(await account.post(`/${partition}`, [{ collection: "c", id: "whole" }]), 200);
    for (const [id, payload] of [
      ["put", "new"],
      ["post", ""],
      ["list", ""],
      ["whole", ""],
      ["time", ""],
      ["sort", ""],
    ]) {
      const answer = expectStatus(await account.get(`/${partition}/c/${id as string}`), 200);
      expectEqual(answer, "the payload", answer.json?.payload, payload);
      expectThat(answer, answer.json?.sortindex === undefined, "no sortindex of the old record", answer.json);
    }
  }),

  "expiry.version": needs({ waits: true }, async ({ account, partition }) => {
    const set = control(await account.put(`/${partition}/c/a`, { payload: "x", ttl: 1 }), 201);
    const version = versionOf(set);
    await untilGone(set, 1);
    control(await account.get(`/${partition}/c/a`), 404);
    const collection = expectStatus(await account.get(`/${partition}/c`), 200);
    expectEqual(collection, "the version of the collection", versionOf(collection), version);
    const info = expectStatus(await account.get("/info/collections"), 200);
    expectEqual(info, "the account's current version", versionOf(info), version);
    expectEqual(info, "the version listed", info.json?.[`${partition}/c`], version);
    const nothing = control(await account.delete(`/${partition}/c`, { query: { ids: "a" } }), 204);
    expectEqual(nothing, "the version after a deletion of the expired record", versionOf(nothing), version);
  }),

  "expiry.restart": needs({ waits: true }, async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [
      ...["a", "put", "list", "twin"].map((id) => ({ id, ttl: 2 })),
      { id: "shorter", ttl: 100 },
    ]);
    await sleep(1);
    const restarted = control(await account.post(`/${partition}/c/a`, { ttl: 4 }), 204);
    control(await account.put(`/${partition}/c/put`, { payload: "x", ttl: 4 }), 204);
    const list = [
      { id: "list", ttl: 4 },
      { id: "shorter", ttl: 1 },
    ];
    control(await account.post(`/${partition}/c`, list), 200);
    await untilAfter(restarted, 2 + GRACE);
    control(await account.get(`/${partition}/c/twin`), 404);
    for (const path of [`/${partition}/c/a`, `/${partition}/c/put`, `/${partition}/c/list`] as const) {
      await expectAlive(account, restarted, 4, path);
    }
    expectStatus(await account.get(`/${partition}/c/shorter`), 404);
  }),

  "expiry.kept": needs({ waits: true }, async ({ account, partition }) => {
    const ids = ["a", "list", "sorted", "single"];
    const set = control(
      await account.post(
        `/${partition}/c`,
        ids.map((id) => ({ id, ttl: 3 })),
      ),
      200,
    );
    // So late that a ttl which began anew would not have passed when the first one must have.
    await untilAfter(set, 1.8);
    const list = [
      { id: "list", payload: "y" },
      { id: "sorted", sortindex: 7 },
    ];
    // One that comes too late makes a record that never expires.
    controlInTime(
      set,
      3,
      await account.post(`/${partition}/c/a`, { payload: "y" }),
      await account.post(`/${partition}/c/single`, { sortindex: 7 }),
      await account.post(`/${partition}/c`, list),
    );
    await untilAfter(set, 2.6);
    for (const id of ids) await expectAlive(account, set, 3, `/${partition}/c/${id}`);
    await untilGone(set, 3);
    for (const id of ids) expectStatus(await account.get(`/${partition}/c/${id}`), 404);
  }),

  "expiry.removed": needs({ waits: true }, async ({ account, partition }) => {
    const set = control(
      await account.post(`/${partition}/c`, [
        { id: "a", ttl: 2 },
        { id: "null", ttl: 2 },
        { id: "twin", ttl: 2 },
        ...["single", "named"].map((id) => ({ id, ttl: 2 })),
      ]),
      200,
    );
    await seed(account, `/${partition}/d`, [{ id: "a", ttl: 2 }]);
    control(await account.put(`/${partition}/c/a`, { payload: "stays" }), 204);
    control(await account.put(`/${partition}/c/null`, { payload: "stays", ttl: null }), 204);
    // What is deleted takes its ttl with it.
    await account.delete(`/${partition}/c/single`);
    await account.delete(`/${partition}/c`, { query: { ids: "named" } });
    await account.delete(`/${partition}/d`);
    const again = [`/${partition}/c/single`, `/${partition}/c/named`, `/${partition}/d/a`] as const;
    for (const path of again) control(await account.put(path, { payload: "stays" }), 201);
    await untilGone(set, 2);
    control(await account.get(`/${partition}/c/twin`), 404);
    for (const path of [`/${partition}/c/a`, `/${partition}/c/null`, ...again] as const)
      expectStatus(await account.get(path), 200);
  }),
} satisfies ChecksOf<"expiry">;
