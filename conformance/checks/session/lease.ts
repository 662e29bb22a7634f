/** Checks which writes a server refuses with a 409 because of a live session, and that it performs all others. */
import { RawBody } from "../../exchange/typed-bodies.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { contentsOf, controlChanged, expectSame } from "../support/account-contents.ts";
import { expectConflict } from "../support/begun-session.ts";
import { control, expectStatus, expectSuccess, expectThat, present } from "../support/expect.ts";
import { put, sleep } from "../support/fixtures.ts";
import {
  writesBeyondCollection,
  writesToCollection,
  writesToMissingCollection,
  writesWithEncodedNames,
} from "../support/leased-writes.ts";
import { prepare, reads, send, sendValid, writes } from "../support/sample-requests.ts";
import { otherThan, withSessions } from "../support/with-sessions.ts";

export const sessionLease = {
  "session.lease.refused": withSessions(async ({ account, partition, limits, begin }) => {
    for (const each of writesToCollection(partition)) {
      await prepare(account, partition);
      await sendValid(account, each);
    }
    for (const scope of [
      [partition],
      [`${partition}/sample`],
      [`${partition}/sample`, otherThan(partition)],
    ]) {
      await prepare(account, partition);
      const session = await begin({ scope });
      for (const each of writesToCollection(partition)) expectConflict(await send(account, each), session);
      await session.drop();
    }
    // A name is the same one however it is spelt, and whether there is anything of that name or not.
    await prepare(account, partition);
    const encoded = await begin({ scope: [`${partition}/sample`] });
    for (const each of writesWithEncodedNames(partition)) expectConflict(await send(account, each), encoded);
    await encoded.drop();
    for (const each of writesWithEncodedNames(partition)) await sendValid(account, each);
    // What is not there yet belongs to the session as well.
    const whole = await begin({ scope: [partition] });
    for (const each of writesToMissingCollection(partition)) expectConflict(await send(account, each), whole);
    await whole.drop();
    if (limits.sessions > 1) {
      // Each of several sessions has its own, whichever of them began or ended last.
      const [first, second] = [
        await begin({ scope: [`${partition}/sample`] }),
        await begin({ scope: [`${partition}/other`] }),
      ];
      const write = (name: string) => account.put(`/${partition}/${name as "other"}/a`, { payload: "x" });
      await first.stage("PUT", `/${partition}/sample/a`, { payload: "staged" });
      expectConflict(await write("sample"), first);
      expectConflict(await write("other"), second);
      control(await second.abort(), 204);
      expectConflict(await write("sample"), first);
      await first.drop();
    }
    // Of as many as a scope may have, the last as well.
    const many = Array.from({ length: 100 }, (_, index) => `${partition}/m${index}`);
    const wide = await begin({ scope: many });
    for (const name of ["m0", "m99"]) {
      expectConflict(await account.put(`/${partition}/${name as "m0"}/a`, { payload: "x" }), wide);
    }
    await wide.drop();
    const ahead = await begin({ scope: [`${partition}/missing`] });
    for (const names of ["missing", "sample,missing"]) {
      expectConflict(await account.delete(`/${partition}?collections=${names}`), ahead);
    }
    await ahead.drop();
    // Nothing but the session was in the way.
    for (const each of writes(partition)) await sendValid(account, each);
  }),

  "session.lease.whole": withSessions(async ({ account, partition, begin }) => {
    for (const each of writesBeyondCollection(partition)) {
      await prepare(account, partition);
      const before = await contentsOf(account);
      controlChanged(await sendValid(account, each), await contentsOf(account), before);
    }
    await prepare(account, partition);
    await begin({ scope: [`${partition}/sample`] });
    let before = await contentsOf(account);
    let refused = 0;
    for (const each of writesBeyondCollection(partition)) {
      const answer = await send(account, each);
      const after = await contentsOf(account);
      // Whether it has to be refused, another rule says.
      if (answer.status === 409) {
        expectSame(answer, after, before);
        refused += 1;
      }
      before = after;
    }
    if (refused === 0) throw new Broken("set-up: nothing was answered 409");
  }),

  "session.lease.outside": withSessions(async ({ account, partition, begin }) => {
    const other = otherThan(partition);
    await put(account, `/${partition}/c/a`, { payload: "x" });
    const session = await begin({ scope: [`${partition}/c`] });
    const controlLive = async () =>
      control(session.during(await account.put(`/${partition}/c/a`, { payload: "y" }), 409), 409);
    await controlLive();
    const d = `/${partition}/d` as const;
    const list = ["d", "cc", "C"].map((collection) => ({ collection, id: "c", payload: "y" }));
    for (const [method, path, body] of [
      ["PUT", `${d}/a`, { payload: "x" }],
      ["POST", `${d}/a`, { sortindex: 1 }],
      ["POST", d, [{ id: "b" }, { id: "e" }]],
      ["PUT", `/${partition}/%64/encoded`, { payload: "x" }],
      ["POST", `/${partition}`, list],
      ["PUT", `/${other}/c/a`, { payload: "x" }],
      ["POST", `/${other}`, [{ collection: "c", id: "b" }]],
    ] satisfies [string, string, unknown][]) {
      expectSuccess(await account.send(method, path, RawBody.json(body)));
    }
    for (const path of [`${d}/a`, `${d}/b`, `${d}/c`, `/${partition}/cc/c`, `/${other}/c/b`]) {
      expectStatus(await account.get(path), 200);
    }
    for (const path of [
      `${d}/a`,
      `${d}?ids=b`,
      d,
      `/${partition}?collections=cc,C`,
      `/${other}/c`,
      `/${other}`,
    ]) {
      expectSuccess(await account.delete(path));
    }
    for (const path of [d, `/${partition}/cc`, `/${partition}/C`, `/${other}/c`]) {
      expectStatus(await account.get(path), 404);
    }
    // A list touches only where it stores something.
    const failing = { id: "b", sortindex: "high" };
    for (const [path, list] of [
      [`/${partition}/c`, []],
      [`/${partition}`, []],
      [`/${partition}/c`, [failing]],
      [`/${partition}`, [{ collection: "c", ...failing }]],
      [
        `/${partition}`,
        [
          { collection: "c", ...failing },
          { collection: "d", id: "b" },
        ],
      ],
    ] satisfies [string, unknown[]][]) {
      expectSuccess(await account.send("POST", path, RawBody.json(list)));
    }
    for (const keep of [`${partition}/c`, partition]) {
      expectSuccess(await account.delete("/", { query: { keep } }));
    }
    expectStatus(await account.get(`/${partition}/c/a`), 200);
    await controlLive();
    await session.drop();
    // A name that begins like another, the other way round; one that is a pattern; one that differs in case alone.
    const longer = await begin({ scope: [`${partition}/cc`, `${partition}/C_`, `${partition}/c_`] });
    for (const name of ["c", "Cc", "CC", "c-", "ccc"]) {
      for (const method of ["PUT", "DELETE"]) {
        const body = method === "PUT" ? RawBody.json({ payload: "x" }) : null;
        expectSuccess(await account.send(method, `/${partition}/${name}/a`, body));
      }
    }
    const leased = await account.put(`/${partition}/cc/a`, { payload: "x" });
    control(longer.during(leased, 409), 409);
  }),

  "session.lease.reads": withSessions(async ({ account, partition, begin }) => {
    const other = otherThan(partition);
    await prepare(account, partition);
    const version = await put(account, `/${partition}/sample/a`, { payload: "x" });
    for (const each of reads(partition)) await sendValid(account, each);
    for (const scope of [[`${partition}/sample`], [partition], [partition, other]]) {
      const session = await begin({ scope });
      await session.stage("PUT", `/${partition}/sample/a`, { payload: "staged" });
      const path = `/${partition}/sample/a` as const;
      control(session.during(await account.put(path, { payload: "y" }), 409), 409);
      for (const each of reads(partition)) expectStatus(await send(account, each), 200);
      for (const name of ["full", "ids=a", "limit=1"]) {
        expectStatus(await account.get(`/${partition}/sample`, { query: name }), 200);
      }
      expectStatus(await account.get(`/${partition}`, { query: "collections=sample" }), 200);
      for (const target of [path, `/${partition}/sample`, `/${partition}`, "/info/collections"]) {
        for (const method of ["GET", "HEAD"]) {
          const answer = await account.send(method, target, null, { ifModified: version });
          expectStatus(answer, 304);
        }
      }
      await session.drop();
    }
  }),

  "session.lease.retry-after": needs(
    { waits: true },
    withSessions(async ({ account, partition, limits, ask, begin }) => {
      const session = await begin({ ttl: Math.min(5, limits.ttl) });
      // A fixed time may be right at first, so it is asked again when less is left.
      for (const pause of session.ttl > 2 ? [0, 1.1] : [0]) {
        await sleep(pause);
        const state = control(await session.state(), 200);
        const left = present("expires_in", state.json?.expires_in);
        const requests = [
          () => account.put(`/${partition}/c/a`, { payload: "x" }),
          ...(limits.sessions > 1 ? [() => ask({ scope: [partition] })] : []),
        ];
        for (const request of requests) {
          const answer = control(session.during(await request(), 409), 409);
          const wait = answer.integer("Retry-After") ?? Number.NaN;
          expectThat(answer, wait <= left, `Retry-After of at most ${left}, as expires_in is`, wait);
        }
      }
      await session.abort();
      if (limits.sessions < 2 || limits.ttl < 3) return;
      // Where several are in the way, the first of them to end counts.
      const short = await begin({ scope: [`${partition}/c`], ttl: 2 });
      await begin({ scope: [`${partition}/d`], ttl: Math.min(60, limits.ttl) });
      const left = present("expires_in", control(await short.state(), 200).json?.expires_in);
      const both = control(await account.delete(`/${partition}`), 409);
      // A 409 may be for the other one alone by then.
      short.during(both);
      const wait = both.integer("Retry-After") ?? Number.NaN;
      expectThat(both, wait <= left, `Retry-After of at most ${left}, as the first session ends then`, wait);
    }),
  ),
} satisfies Partial<ChecksOf<"session">>;
