/** Checks that a commit takes effect at one moment, from which `ttl` and `modified` of its records count. */
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Inconclusive, Untested } from "../../runner/outcomes.ts";
import { began, ended, GRACE, until } from "../support/begun-session.ts";
import {
  control,
  expectEqual,
  expectStatus,
  expectThat,
  present,
  type versionOf,
} from "../support/expect.ts";
import { ids, read } from "../support/fixtures.ts";
import { recordsOf } from "../support/listing-under-test.ts";
import { type SessionLimits, withSessions } from "../support/with-sessions.ts";

const ROUNDS = 8;
/** So that a server whose readers are slow does not keep a check for ever. */
const MOST_ROUNDS = 60;
/** Seconds for which something stays staged, so that the commit is another moment. */
const HELD = 3;

function holds({ ttl, lifetime }: SessionLimits): void {
  const most = Math.min(ttl, lifetime);
  if (most <= HELD) throw new Untested(`announces sessions of ${most} s; the check holds one for ${HELD} s`);
}

export const sessionCommitTime = {
  "session.commit.atomic": withSessions(async ({ account, partition, begin }) => {
    const expected = 40;
    const commit = async (round: number) => {
      const session = await begin();
      const records = ids(expected / 2).map((id) => ({ id, payload: String(round) }));
      await session.stage("POST", `/${partition}/c`, records);
      await session.stage("POST", `/${partition}/d`, records);
      control(await session.commit(), 200);
    };
    await commit(0);
    let committing = true;
    const seen = new Set<string>();
    const readRecords = async () => {
      const answer = control(await account.get(`/${partition}`, { query: { full: "" } }), 200);
      const records = recordsOf(answer);
      const moments = new Set(records.map(({ payload }) => payload));
      const whole = records.length === expected && moments.size === 1;
      expectThat(
        answer,
        whole,
        `${expected} records of one commit`,
        `${records.length} of the commits ${[...moments].join(", ")}`,
      );
      for (const moment of moments) seen.add(moment);
    };
    const readVersions = async () => {
      const answer = control(await account.get("/info/collections"), 200);
      const version = present("the version of a collection", answer.json?.[`${partition}/c`]);
      expectEqual(answer, "the version of the other", answer.json?.[`${partition}/d`], version);
    };
    const reader = async (read: () => Promise<void>) => {
      while (committing) await read();
    };
    const writer = async () => {
      try {
        for (let round = 1; round <= ROUNDS || (seen.size < 3 && round <= MOST_ROUNDS); round++)
          await commit(round);
      } finally {
        committing = false;
      }
    };
    await Promise.all([writer(), reader(readRecords), reader(readRecords), reader(readVersions)]);
    await readRecords();
    if (seen.size < 3)
      throw new Inconclusive("the readers were too slow to see commits on both of their sides");
  }),

  "session.commit.ttl": needs(
    { waits: true },
    withSessions(async ({ account, partition, limits, begin }) => {
      holds(limits);
      const ttl = 3;
      const session = await begin({ scope: [`${partition}/c`] });
      const twin = control(await account.put(`/${partition}/twin/a`, { payload: "x", ttl }), 201);
      await session.stage("PUT", `/${partition}/c/put`, { payload: "x", ttl });
      await session.stage("POST", `/${partition}/c`, [{ id: "list", ttl }]);
      await until(ended(twin) + HELD);
      const committed = control(await session.commit(), 200);
      const paths = [`/${partition}/c/put`, `/${partition}/c/list`] as const;
      // As late as the ttl allows, and too late for one that started before.
      await until(began(committed) + ttl - 1.2);
      for (const path of paths) {
        const seen = await account.get(path);
        if (seen.status === 404 && ended(seen) >= began(committed) + ttl) {
          throw new Inconclusive(`the answer took longer than the ttl of ${ttl} s`);
        }
        expectStatus(seen, 200);
      }
      await until(ended(twin) + ttl + GRACE);
      control(await account.get(`/${partition}/twin/a`), 404);
      await until(ended(committed) + ttl + GRACE);
      for (const path of paths) expectStatus(await account.get(path), 404);
    }),
  ),

  "session.commit.expired": needs(
    { waits: true },
    withSessions(async ({ account, partition, limits, begin }) => {
      holds(limits);
      const C = `/${partition}/c` as const;
      const names = ["put", "post", "list", "across", "kept", "deleted"];
      const list = names.map((id) => ({ id, payload: "old", sortindex: 5, ttl: 3 }));
      control(await account.post(`/${partition}/d`, [{ id: "a", payload: "old", ttl: 1 }]), 200);
      const set = control(await account.post(C, list), 200);
      const session = await begin({ scope: [`${partition}/c`, `${partition}/d`] });
      await session.stage("PUT", `${C}/put`, { payload: "new" });
      await session.stage("POST", `${C}/post`, { payload: "new" });
      await session.stage("POST", C, [{ id: "list", sortindex: 1 }]);
      await session.stage("POST", `/${partition}`, [{ collection: "c", id: "across", payload: "new" }]);
      await session.stage("POST", `${C}/kept`, {});
      await session.stage("DELETE", `${C}/deleted`);
      const seen = await account.get(`${C}/post`);
      if (ended(seen) >= began(set) + 3)
        throw new Inconclusive("what is staged took longer than the ttl of 3 s");
      control(seen, 200);
      // Gone, and perhaps not yet swept.
      await until(ended(set) + 1);
      await session.stage("POST", `/${partition}/d/a`, { sortindex: 2 });
      await until(ended(set) + 3 + GRACE);
      const committed = expectStatus(session.during(await session.commit(), 200), 200);
      for (const [path, payload, sortindex] of [
        [`${C}/put`, "new", null],
        [`${C}/post`, "new", null],
        [`${C}/list`, "", 1],
        [`${C}/across`, "new", null],
        [`${C}/kept`, "", null],
        [`/${partition}/d/a`, "", 2],
      ] satisfies [string, string, number | null][]) {
        const record = expectStatus(await account.get(path as `${typeof C}/put`), 200);
        const { payload: text, sortindex: index = null, version } = record.json ?? {};
        const got = { payload: text, sortindex: index, version };
        const taken = committed.json?.version;
        expectEqual(record, "the record", got, { payload, sortindex, version: taken });
      }
      // Nothing was left to delete, as nothing is now.
      const empty = await begin({ scope: [`${partition}/c`] });
      await empty.stage("DELETE", `${C}/deleted`);
      const nothing = control(await empty.commit(), 200);
      expectEqual(nothing, "the version", nothing.json?.version, committed.json?.version);
    }),
  ),

  "session.commit.modified": needs(
    { waits: true },
    withSessions(async ({ account, partition, limits, begin }) => {
      holds(limits);
      const clock = (answer: Parameters<typeof versionOf>[0]) =>
        present("X-Weave-Timestamp", answer.integer("X-Weave-Timestamp"));
      const session = await begin();
      const staged = clock(await session.stage("PUT", `/${partition}/c/put`, { payload: "x" }));
      await session.stage("POST", `/${partition}/c`, [{ id: "list" }]);
      await until(ended(session.begun) + HELD);
      const before = clock(control(await account.get("/info/collections"), 200));
      if (before <= staged) throw new Inconclusive("X-Weave-Timestamp does not go on");
      const committed = control(await session.commit(), 200);
      const after = clock(committed);
      for (const path of [`/${partition}/c/put`, `/${partition}/c/list`] as const) {
        const { modified } = await read(account, path);
        const then = modified >= before && modified <= after;
        expectThat(committed, then, `modified of ${path} to be from ${before} to ${after}`, modified);
      }
    }),
  ),
} satisfies Partial<ChecksOf<"session">>;
