/** The checks of `quota.*`: which writes a full account refuses, and which ones it still performs. */
import { PARTITIONS } from "../../contract/document.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Broken, Inconclusive } from "../../runner/outcomes.ts";
import { controlChanged, expectSame } from "../support/account-contents.ts";
import { began, ended, GRACE, until } from "../support/begun-session.ts";
import {
  control,
  controlShown,
  expectEqual,
  expectProblem,
  expectStatus,
  expectSuccess,
  expectThat,
  present,
} from "../support/expect.ts";
import { itemsOf } from "../support/listing-under-test.ts";
import { Quota, WORD } from "../support/quota-account.ts";
import { type Sample, send } from "../support/sample-requests.ts";
import { withSessions } from "../support/with-sessions.ts";
import { quotaCommit } from "./commit.ts";
import { quotaRemaining } from "./remaining.ts";

const ROUNDS = 4;
/** Writes at a time, of which there is room for one. */
const RACERS = 8;
const NEEDED = Buffer.byteLength(WORD);

/** A write of the record `id` of the collection `c`. */
function record({ partition }: Quota, method: "PUT" | "POST", id: string, body: object): Sample {
  return {
    operation: method === "PUT" ? "putRecord" : "postRecord",
    method,
    path: `/${partition}/c/${id}`,
    body: RawBody.json(body),
    success: [201, 204],
  };
}

/** A list to the collection `c`, or to the partition. */
function list({ partition }: Quota, to: "collection" | "partition", body: object[]): Sample {
  return {
    operation: to === "collection" ? "postCollection" : "postPartition",
    method: "POST",
    path: to === "collection" ? `/${partition}/c` : `/${partition}`,
    body: RawBody.json(body),
    success: [200],
  };
}

/** Every way to replace the payload of `c/old`. */
function replacements(quota: Quota, payload: string): Sample[] {
  return [
    record(quota, "PUT", "old", { payload }),
    record(quota, "POST", "old", { payload }),
    list(quota, "collection", [{ id: "old", payload }]),
    list(quota, "partition", [{ collection: "c", id: "old", payload }]),
  ];
}

/** Writes to a full account that leave its usage as it is, or less; `c/old` has the word. */
function notHigher(quota: Quota): Sample[] {
  const same = { payload: "x".repeat(NEEDED) };
  const moved = [
    { id: "new", payload: WORD },
    { id: "old", payload: "" },
  ];
  return [
    record(quota, "PUT", "old", same),
    record(quota, "PUT", "old", { payload: "" }),
    record(quota, "PUT", "new", { payload: "" }),
    record(quota, "POST", "old", same),
    record(quota, "POST", "old", { sortindex: 7 }),
    record(quota, "POST", "new", {}),
    list(quota, "collection", [{ id: "old", ...same }, { id: "new" }]),
    list(quota, "collection", moved),
    list(
      quota,
      "partition",
      moved.map((element) => ({ collection: "c", ...element })),
    ),
  ];
}

const writing = {
  "quota.exceeded": async ({ account, partition }) => {
    const quota = await Quota.of(account, partition);
    // It is one quota for both.
    await quota.fill(PARTITIONS);
    for (const sample of quota.additions(WORD)) {
      await quota.room(NEEDED);
      control(await send(account, sample), ...sample.success);
      await quota.room(NEEDED - 1);
      expectProblem(await send(account, sample), 403, "quota-exceeded");
    }
  },

  "quota.stores-nothing": async ({ account, partition }) => {
    const quota = await Quota.of(account, partition);
    await quota.fill();
    let refused = 0;
    for (const sample of quota.additions(WORD)) {
      await quota.room(NEEDED);
      const held = await quota.state();
      controlChanged(control(await send(account, sample), ...sample.success), await quota.state(), held);
      await quota.room(NEEDED - 1);
      const before = await quota.state();
      const answer = await send(account, sample);
      // Whether it has to be refused, another rule says.
      if (answer.status !== 403) continue;
      expectSame(answer, await quota.state(), before);
      refused += 1;
    }
    if (refused === 0) throw new Broken("set-up: nothing was answered 403");
    // Nor does it leave a collection in which nothing is.
    await quota.room(NEEDED - 1);
    const body = RawBody.json({ payload: WORD });
    const made = await account.send("PUT", `/${partition}/made/a`, body);
    if (made.status === 403) expectStatus(controlShown(await account.get(`/${partition}/made`)), 404);
  },

  "quota.full": async ({ account, partition }) => {
    const quota = await Quota.of(account, partition);
    await quota.fill();
    for (const sample of quota.additions(WORD)) {
      await quota.room(NEEDED);
      const answer = expectSuccess(await send(account, sample));
      expectEqual(answer, "the usage", await quota.usage(), quota.bytes);
      // A quota is about writes: what is full can be read.
      for (const path of [`/${partition}/c`, `/${partition}`, "/info/quota", "/info/collections"] as const)
        expectStatus(await account.get(path, { query: { full: "", limit: 1 } }), 200);
      const [id] =
        itemsOf<string>(control(await account.get(`/${partition}/c`, { query: { limit: 1 } }))) ?? [];
      expectStatus(await account.get(`/${partition}/c/${present("a record", id)}`), 200);
    }
    // What is replaced counts no more.
    for (const sample of replacements(quota, WORD + WORD)) {
      await quota.room(NEEDED, WORD);
      const answer = expectSuccess(await send(account, sample));
      expectEqual(answer, "the usage", await quota.usage(), quota.bytes);
    }
    await quota.controlFull();
  },

  "quota.not-higher": async ({ account, partition }) => {
    const quota = await Quota.of(account, partition);
    await quota.fill();
    for (const sample of notHigher(quota)) {
      await quota.room(0, WORD);
      await quota.controlFull();
      const before = await quota.state();
      const answer = expectSuccess(await send(account, sample));
      const after = await quota.state();
      const version = "the version of /info/collections";
      const risen = Number(after[version]) > Number(before[version]);
      expectThat(answer, risen, `a version above ${before[version]}`, after[version]);
    }
  },

  "quota.delete": async ({ account, partition }) => {
    const quota = await Quota.of(account, partition);
    await quota.fill();
    for (const path of [
      `/${partition}/c/old`,
      `/${partition}/c?ids=old`,
      `/${partition}/c`,
      `/${partition}?collections=c`,
      `/?keep=${partition}/full`,
      `/${partition}`,
      "/",
    ]) {
      if ((await quota.usage()) === 0) await quota.fill();
      await quota.room(0, WORD);
      await quota.controlFull();
      const answer = expectSuccess(await account.delete(path));
      const used = await quota.usage();
      expectThat(answer, used <= quota.bytes - NEEDED, `at most ${quota.bytes - NEEDED} bytes in use`, used);
    }
  },
} satisfies Partial<ChecksOf<"quota">>;

const passing = {
  "quota.expired": needs(
    { waits: true },
    withSessions(async ({ account, partition, begin }) => {
      const quota = await Quota.of(account, partition);
      await quota.fill();
      const ways = [
        (id: string) => send(account, record(quota, "PUT", id, { payload: WORD })),
        (id: string) => send(account, record(quota, "POST", id, { payload: WORD })),
        (id: string) => send(account, list(quota, "collection", [{ id, payload: WORD }])),
        async (id: string) => {
          const session = await begin({ scope: [`${partition}/c`] });
          await session.stage("PUT", `/${partition}/c/${id}`, { payload: WORD });
          return session.during(await session.commit(), 200, 403);
        },
      ];
      // Full, except for what is about to expire.
      const passing = ways.map((_, index) => ({ id: `passing${index}`, payload: WORD, ttl: 2 }));
      await quota.room(ways.length * NEEDED);
      const set = control(await account.post(`/${partition}/c`, passing), 200);
      const full = await account.put(`/${partition}/c/more`, { payload: "x" });
      if (ended(full) >= began(set) + 2) throw new Inconclusive("the answer took longer than the ttl of 2 s");
      control(full, 403);
      await until(ended(set) + 2 + GRACE);
      for (const [index, write] of ways.entries()) expectSuccess(await write(`new${index}`));
      const answer = control(await account.get("/info/quota"), 200);
      expectEqual(answer, "the usage", answer.json?.usage, quota.bytes);
      await quota.controlFull();
    }),
  ),

  "quota.concurrent": async ({ account, partition }) => {
    const quota = await Quota.of(account, partition);
    await quota.fill();
    for (let round = 0; round < ROUNDS; round++) {
      await quota.room(NEEDED);
      const answers = await Promise.all(
        Array.from({ length: RACERS }, (_, index) => {
          const id = `new${index}`;
          const element = { id, payload: WORD };
          return [
            () => send(account, record(quota, "PUT", id, { payload: WORD })),
            () => send(account, list(quota, "collection", [element])),
            () => send(account, record(quota, "POST", id, { payload: WORD })),
            () => send(account, list(quota, "partition", [{ collection: "c", ...element }])),
          ][(index + round) % 4]?.() as Promise<Answer>;
        }),
      );
      const used = await quota.usage();
      const [first = answers[0] as Answer] = answers.filter(({ ok }) => ok);
      expectThat(first, used <= quota.bytes, `a usage of at most ${quota.bytes}`, used);
      control(first);
    }
  },
} satisfies Partial<ChecksOf<"quota">>;

export const quota = {
  ...writing,
  ...passing,
  ...quotaCommit,
  ...quotaRemaining,
} satisfies ChecksOf<"quota">;
