/** The checks of `header.*`: the timestamp, store, version and paging fields that responses carry. */
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { ABSENT, writesOf } from "../axes/axes.ts";
import { Bench } from "../axes/bench.ts";
import { describeCase } from "../axes/case.ts";
import { control, expectEqual, expectProblem, expectStatus, expectThat, present } from "../support/expect.ts";
import { put, sleep } from "../support/fixtures.ts";
import { recordsOf } from "../support/listing-under-test.ts";
import { provoke } from "../support/provoke-problems.ts";
import { deletes, prepare, reads, send, sendValid, tour } from "../support/sample-requests.ts";
import { withSessions } from "../support/with-sessions.ts";
import { headerPaging } from "./paging.ts";
import { conflicts, oneOfEach, refusedEverywhere, whileLeased } from "./refused.ts";
import { headerSlow } from "./slow.ts";
import { headerTurn } from "./turn.ts";
import { headerVersion } from "./version.ts";

const TIMESTAMP = "X-Weave-Timestamp";
const MAX = Number.MAX_SAFE_INTEGER;

/** Rounds of `header.timestamp.monotonic`: this many that write, then as many in a session, which take more than a second. */
const ROUNDS = 4;
/** Seconds after each round. */
const PAUSE = 0.3;

/** One success of every operation, what is not modified, reads that a condition refuses, and one problem of every kind. */
async function everything(account: Account, partition: Partition): Promise<Answer[]> {
  await prepare(account, partition);
  const successes = (await tour(account, partition)).map((answer) => control(answer));
  const problems = (await provoke(account, partition)).map(({ answer }) => answer);
  const conditional: Answer[] = [];
  for (const sample of reads(partition)) {
    conditional.push(await send(account, sample, { ifModified: MAX }));
    conditional.push(await send(account, sample, { ifUnmodified: 0 }));
  }
  return [...successes, ...problems, ...conditional];
}

/** Of everything, what was asked with credentials. */
async function everythingAuthenticated(account: Account, partition: Partition): Promise<Answer[]> {
  const all = (await everything(account, partition)).filter(({ exchange }) =>
    exchange.request.headers.some(([name]) => name === "Authorization"),
  );
  if (!isInReach("getSession")) return all;
  // A 410 of a session, unlike one of a retired protocol, comes after the credentials.
  return [...all, expectProblem(await account.get("/sessions/none"), 410, "session-ended")];
}

/** `X-Weave-Timestamp` of an answer. */
function timestampOf(answer: Answer): number {
  return present(`${TIMESTAMP} of ${answer.asked}`, answer.integer(TIMESTAMP));
}

const timestamp = {
  "header.timestamp.present": async ({ account, partition }) => {
    for (const answer of await everything(account, partition)) {
      const lines = answer.headers.filter(([name]) => name.toLowerCase() === TIMESTAMP.toLowerCase());
      expectEqual(answer, `the number of ${TIMESTAMP} lines`, lines.length, 1);
      expectThat(
        answer,
        answer.integer(TIMESTAMP) !== undefined,
        `${TIMESTAMP} to be an integer`,
        lines[0]?.[1],
      );
    }
  },

  "header.timestamp.seconds": needs({ waits: true, partitions: 1 }, async ({ account }) => {
    const first = control(await account.get("/info/collections"), 200);
    await sleep(4);
    const second = expectStatus(await account.get("/info/collections"), 200);
    const now = timestampOf(second);
    expectThat(second, now > 1e9 && now < 1e11, `${TIMESTAMP} in seconds since the epoch`, now);
    const advance = now - timestampOf(first);
    const least = (second.exchange.startedAt - first.exchange.startedAt - first.exchange.durationMs) / 1000;
    const most = (second.exchange.startedAt + second.exchange.durationMs - first.exchange.startedAt) / 1000;
    // One second of grain at each end.
    const steady = advance >= least - 1 && advance <= most + 1;
    expectThat(
      second,
      steady,
      `${TIMESTAMP} to advance by ${least.toFixed(1)} to ${most.toFixed(1)} s`,
      advance,
    );
  }),

  "header.timestamp.write": needs(
    { waits: true },
    withSessions(async (context) => {
      const writes = writesOf({
        moment: ["at once"],
        target: ["there", "missing"],
        payload: [ABSENT, "ordinary"],
        sortindex: [ABSENT, "ordinary"],
        ttl: [ABSENT, "ordinary"],
      });
      // Within one second a `modified` that is kept would look like a new one.
      const bench = await Bench.prepare(context, writes, { pause: 1.1 });
      const from = timestampOf(control(await context.account.get("/info/collections")));
      await bench.write();
      const to = timestampOf(control(await context.account.get("/info/collections")));
      await bench.each((one, record) => {
        const modified = present("modified", record?.modified);
        // That it is the time of the write is what `record.modified.time` says.
        if (modified < from || modified > to)
          throw new Broken(`set-up: modified of ${describeCase(one)} is ${modified}`);
        expectEqual(
          one.answer,
          `${TIMESTAMP} of ${describeCase(one)}`,
          one.answer.integer(TIMESTAMP),
          modified,
        );
      });
    }),
  ),

  "header.timestamp.covers": async ({ account, partition }) => {
    for (let round = 0; round < 4; round++) {
      await put(account, `/${partition}/c/a`, { payload: String(round) });
      const record = control(await account.get(`/${partition}/c/a`), 200);
      const modified = present("modified", record.json?.modified);
      expectThat(
        record,
        timestampOf(record) >= modified,
        `${TIMESTAMP} of at least ${modified}`,
        timestampOf(record),
      );
      for (const path of [`/${partition}/c`, `/${partition}`]) {
        const page = control(await account.get(path, { query: { full: "" } }), 200);
        for (const { modified } of recordsOf(page)) {
          const covered = timestampOf(page) >= modified;
          expectThat(page, covered, `${TIMESTAMP} of at least ${modified}`, timestampOf(page));
        }
      }
    }
  },

  "header.timestamp.monotonic": needs({ waits: true, partitions: 1 }, async (context) => {
    const { account, partition } = context;
    await prepare(account, partition);
    let last = 0;
    const expectNoLess = (answer: Answer) => {
      const time = timestampOf(answer);
      expectThat(answer, time >= last, `${TIMESTAMP} of at least ${last}`, time);
      last = time;
    };
    // While nothing is written, a server may keep what it has read, but not the time.
    const readAll = async () => {
      for (const sample of reads(partition)) expectNoLess(await sendValid(account, sample));
    };
    for (const answer of await oneOfEach(context)) expectNoLess(answer);
    for (let round = 0; round < ROUNDS; round++) {
      expectNoLess(control(await account.get("/info/collections")));
      expectNoLess(control(await account.put(`/${partition}/c/a`, { payload: String(round) })));
      expectNoLess(control(await account.get(`/${partition}/sample/a`)));
      expectNoLess(control(await account.get(`/${partition}`)));
      await sleep(PAUSE);
    }
    await readAll();
    const committed = await whileLeased(context, async (read) => {
      for (let round = 0; round < ROUNDS; round++) {
        expectNoLess(control(await account.get("/info/collections")));
        expectNoLess(control(await account.get(`/${partition}/sample/a`)));
        expectNoLess(control(await read(`/${partition}`)));
        await sleep(PAUSE);
      }
    });
    if (committed) expectNoLess(committed);
    await readAll();
    // What is answered once, or dated by its target, is old by now.
    for (const answer of await oneOfEach(context)) expectNoLess(answer);
    for (const sample of deletes(partition)) expectNoLess(await sendValid(account, sample));
  }),
} satisfies Partial<ChecksOf<"header">>;

const store = {
  "header.store.present": async (context) => {
    const { account, partition } = context;
    const expectToken = (answer: Answer) => {
      const token = answer.header("X-Weave-Store");
      expectThat(answer, /^[A-Za-z0-9_-]{1,64}$/.test(token ?? ""), "X-Weave-Store, a token", token);
    };
    for (const answer of await everythingAuthenticated(account, partition)) expectToken(answer);
    for (const answer of await refusedEverywhere(context)) expectToken(answer);
    for (const answer of await conflicts(context)) expectToken(answer);
  },

  "header.store.stable": async ({ account, partition }) => {
    const first = present(
      "X-Weave-Store",
      control(await account.get("/info/collections")).header("X-Weave-Store"),
    );
    for (const answer of await everythingAuthenticated(account, partition)) {
      expectEqual(answer, "X-Weave-Store", answer.header("X-Weave-Store"), first);
    }
  },

  "header.cache-control.no-store": async ({ account, partition }) => {
    for (const answer of await everythingAuthenticated(account, partition)) {
      const directives = (answer.header("Cache-Control") ?? "")
        .split(",")
        .map((text) => text.trim().toLowerCase());
      expectThat(answer, directives.includes("no-store"), "Cache-Control: no-store", directives.join(", "));
    }
  },
} satisfies Partial<ChecksOf<"header">>;

export const header = {
  ...timestamp,
  ...store,
  ...headerVersion,
  ...headerPaging,
  ...headerSlow,
  ...headerTurn,
} satisfies ChecksOf<"header">;
