/** Checks that a record with a `ttl` lives for that time and is then gone from every request and view. */
import { type ChecksOf, needs } from "../runner/define-check.ts";
import { isInReach } from "../runner/select/stages.ts";
import { ABSENT, moments, UPDATING, writesOf } from "./axes/axes.ts";
import { Bench } from "./axes/bench.ts";
import { deleteAt } from "./axes/names.ts";
import { began, ended, GRACE } from "./support/begun-session.ts";
import { control, expectEqual, expectStatus, versionOf } from "./support/expect.ts";
import { expectMissing, GONE, type GoneRecord, READ_BEFORE, STAYS } from "./support/expect-missing.ts";
import { put, seed, sleep } from "./support/fixtures.ts";
import { expectAlive, quarterOf, untilAfter, untilGone, untilQuarter } from "./support/record-lifetimes.ts";
import { type SessionCheckContext, withSessions } from "./support/with-sessions.ts";

/** Records that are set until one was set in each quarter of a second. */
const MOST_RECORDS = 8;

/** A ttl that is set again counts from then on, not from the moment at which the record was created. */
async function expectWholeTime({ account, partition, begin }: SessionCheckContext): Promise<void> {
  const late = `/${partition}/late` as const;
  // Some have the same ttl before and after.
  const [shorter, same] = [
    ["a", "put", "list"],
    ["same-a", "same-put", "same-list", "same-staged"],
  ] as const;
  await seed(account, late, [
    ...[...shorter, "twin"].map((id) => ({ id, ttl: 2 })),
    ...same.map((id) => ({ id, ttl: 4 })),
  ]);
  await sleep(1);
  const restarted = control(await account.post(`${late}/a`, { ttl: 4 }), 204);
  control(await account.post(`${late}/same-a`, { ttl: 4 }), 204);
  for (const id of ["put", "same-put"])
    control(await account.put(`${late}/${id}`, { payload: "x", ttl: 4 }), 204);
  const list = ["list", "same-list"].map((id) => ({ id, ttl: 4 }));
  control(await account.post(late, list), 200);
  const alive: string[] = [...shorter, ...same];
  if (isInReach("postSessions")) {
    const session = await begin();
    await session.stage("POST", `${late}/same-staged`, { ttl: 4 });
    control(await session.commit(), 200);
  } else alive.pop();
  await untilAfter(restarted, 2 + GRACE);
  control(await account.get(`${late}/twin`), 404);
  for (const id of alive) {
    await expectAlive(account, restarted, 4, `/${partition}/late/${id}`);
  }
}

export const expiry = {
  "expiry.lives": needs({ waits: true }, async ({ account, partition }) => {
    // Set in each quarter of a second: an expiry that is rounded to whole seconds loses most of one in one of them.
    const missing = new Set([0, 1, 2, 3]);
    const readings: Promise<Error | null>[] = [];
    for (let turn = 0; missing.size > 0 && turn < MOST_RECORDS; turn++) {
      const path = `/${partition}/c/r${turn}` as const;
      const set = control(await account.put(path, { payload: "x", ttl: 3 }), 201);
      await expectAlive(account, set, 3, path);
      const reading = untilAfter(set, 2.4).then(() => expectAlive(account, set, 3, path));
      // It may fail while others are still to be set.
      readings.push(
        reading.then(
          () => null,
          (error: Error) => error,
        ),
      );
      // On a busy machine, or far away, the server may have seen it in another quarter.
      if (quarterOf(began(set)) === quarterOf(ended(set))) missing.delete(quarterOf(began(set)));
      if (missing.size > 0) await untilQuarter(missing);
    }
    const failure = (await Promise.all(readings)).find((error) => error !== null);
    if (failure) throw failure;
  }),

  "expiry.gone": needs(
    { waits: true },
    withSessions(async (context) => {
      const { account, partition } = context;
      await put(account, `/${partition}/c/${STAYS}`, { payload: "x" });
      // Beside those that are due later, and one that was due first until it was given more time.
      await seed(account, `/${partition}/c`, [
        { id: "first", ttl: 1 },
        { id: "later", ttl: 1000 },
      ]);
      const gone: GoneRecord[] = [];
      for (const id of GONE.filter((_, index) => index % 2 === 1)) {
        gone.push({ id, seen: await put(account, `/${partition}/c/${id}`, { ttl: 2 }) });
        if (gone.length === 2) control(await account.post(`/${partition}/c/first`, { ttl: 2000 }));
      }
      const others = GONE.filter((_, index) => index % 2 === 0);
      const set = control(
        await account.post(
          `/${partition}/c`,
          others.map((id) => ({ id, ttl: 2 })),
        ),
        200,
      );
      gone.push(...others.map((id) => ({ id, seen: versionOf(set) })));
      // A server that keeps what it has once read is to be caught too. No write comes after it.
      for (const id of GONE.slice(0, READ_BEFORE)) await account.get(`/${partition}/c/${id}`);
      await untilGone(set, 2);
      // It is gone for whatever looks for it, before anything has reason to purge it.
      await expectMissing(
        context,
        gone.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
      );
    }),
  ),

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

  "expiry.creates": needs(
    { waits: true },
    withSessions(async (context) => {
      const bench = await Bench.perform(
        context,
        writesOf({
          target: ["expired"],
          payload: [ABSENT, "null", "ordinary"],
          sortindex: [ABSENT, "null", "ordinary"],
          ttl: [ABSENT, "ordinary"],
        }),
      );
      await bench.expectFields();
      for (const { write, answer } of bench.cases) {
        const alone = (write.form === "put" || write.form === "post") && write.moment === "at once";
        if (alone) expectStatus(answer, 201);
      }
    }),
  ),

  "expiry.version": needs(
    { waits: true },
    withSessions(async (context) => {
      const { account, partition } = context;
      const [c, k] = [`${partition}/c`, `${partition}/k`] as const;
      const mortal = (...ids: string[]) => ids.map((id) => ({ id, ttl: 1 }));
      const kept = await seed(account, `/${k}`, [{ id: "stays" }, ...mortal("gone", "left")]);
      await seed(account, `/${c}`, mortal("a", "b", "d", "e", "f", "g"));
      const set = control(await account.put(`/${c}/h`, { payload: "x", ttl: 1 }), 201);
      const version = versionOf(set);
      await untilGone(set, 1);
      // Deletions come first, as they may find what nobody has purged yet.
      for (const moment of moments()) {
        const [one, several] = moment === "at once" ? ["a", "b,d"] : ["e", "f,g"];
        for (const names of [one, several]) {
          const answer = await deleteAt(context, moment, `/${c}?ids=${names}`);
          const what = `the version after a deletion of nothing but expired records, ${moment},`;
          expectEqual(answer, what, versionOf(answer), version);
        }
      }
      const beside = control(await account.delete(`/${k}`, { query: { ids: "gone" } }), 204);
      expectEqual(beside, "the version of the collection", versionOf(beside), kept);
      control(await account.get(`/${c}/h`), 404);
      const collection = expectStatus(await account.get(`/${c}`), 200);
      expectEqual(collection, "the version of the collection", versionOf(collection), version);
      const info = expectStatus(await account.get("/info/collections"), 200);
      expectEqual(info, "the account's current version", versionOf(info), version);
      expectEqual(info, "the version listed", info.json?.[c], version);
      expectEqual(info, "the version listed of another collection", info.json?.[k], kept);
      // A deletion of the rest takes nothing from where only the expired is left to be taken.
      const keep = `${c},${k}/stays`;
      const rest = control(await account.delete("/", { query: { keep } }), 204);
      const left = expectStatus(await account.get("/info/collections"), 200);
      for (const [name, was] of [
        [c, version],
        [k, kept],
      ] as const) {
        expectEqual(rest, `the version of ${name}, kept,`, left.json?.[name], was);
      }
    }),
  ),

  "expiry.restart": needs(
    { waits: true },
    withSessions(async (context) => {
      const bench = await Bench.perform(
        context,
        writesOf({
          target: ["there"],
          payload: [ABSENT, "ordinary"],
          sortindex: [ABSENT, "ordinary"],
          ttl: ["least", "ordinary"],
        }),
        { ttl: 6 },
      );
      await bench.expectEnds();
      await expectWholeTime(context);
    }),
  ),

  "expiry.kept": needs(
    { waits: true },
    withSessions(async (context) => {
      const bench = await Bench.perform(
        context,
        writesOf({
          form: UPDATING,
          target: ["there"],
          payload: [ABSENT, "ordinary"],
          sortindex: [ABSENT, "null", "ordinary"],
          ttl: [ABSENT],
        }),
        // So late that a restarted ttl would not have passed when the first one must have.
        { ttl: 8, pause: 1.8 },
      );
      await bench.expectAlive();
      await bench.expectEnds();
    }),
  ),

  "expiry.removed": needs(
    { waits: true },
    withSessions(async (context) => {
      const bench = await Bench.perform(
        context,
        writesOf({
          form: ["put"],
          target: ["there"],
          payload: ["ordinary"],
          sortindex: [ABSENT, "ordinary"],
          ttl: [ABSENT, "null"],
        }),
        { ttl: 6 },
      );
      await bench.expectEnds();
    }),
  ),
} satisfies ChecksOf<"expiry">;
