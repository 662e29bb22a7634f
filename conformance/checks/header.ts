import { type ChecksOf, needs, type Trial } from "../engine/check.ts";
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { control, expectEqual, expectStatus, expectThat, present, versionOf } from "./support/expect.ts";
import { ids, put, seed, sleep } from "./support/fixtures.ts";
import { provoke } from "./support/problems.ts";
import { prepare, READS, SAMPLES, STORAGE_READS, send, sendValid, tour } from "./support/samples.ts";

const C = "/storage/c";
const TIMESTAMP = "X-Weave-Timestamp";
const VERSION = "X-Last-Modified-Version";
const MAX = Number.MAX_SAFE_INTEGER;

/** One success of every operation and one problem of every kind. */
async function everything(account: Account): Promise<Answer[]> {
  await prepare(account);
  const successes = (await tour(account)).map((answer) => control(answer));
  return [...successes, ...(await provoke(account)).map(({ answer }) => answer)];
}

/** `X-Weave-Timestamp` of an answer. */
function timestampOf(answer: Answer): number {
  return present(`${TIMESTAMP} of ${answer.exchange.id}`, answer.integer(TIMESTAMP));
}

const timestamp = {
  "header.timestamp.present": async ({ account }) => {
    for (const answer of await everything(account)) {
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

  "header.timestamp.seconds": needs({ waits: true }, async ({ account }) => {
    const first = control(await account.get("/info/collections"), 200);
    await sleep(4);
    const second = expectStatus(await account.get("/info/collections"), 200);
    const advance = timestampOf(second) - timestampOf(first);
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

  "header.timestamp.write": async ({ account }) => {
    for (const [method, body] of [
      ["put", { payload: "x" }],
      ["post", { payload: "y" }],
    ] as const) {
      const write = control(await account[method]("/storage/c/a", body));
      const record = control(await account.get("/storage/c/a"), 200);
      expectEqual(write, TIMESTAMP, write.integer(TIMESTAMP), present("modified", record.json?.modified));
    }
    const list = control(await account.post(C, [{ id: "a" }, { id: "b" }]), 200);
    const page = control(await account.get(C, { query: { full: "" } }), 200);
    const modified = (page.json?.items as { modified: number }[]).map((record) => record.modified);
    expectEqual(list, "modified of the records", modified, [timestampOf(list), timestampOf(list)]);
  },

  "header.timestamp.covers": async ({ account }) => {
    for (let round = 0; round < 4; round++) {
      await put(account, "/storage/c/a", { payload: String(round) });
      const record = control(await account.get("/storage/c/a"), 200);
      const modified = present("modified", record.json?.modified);
      expectThat(
        record,
        timestampOf(record) >= modified,
        `${TIMESTAMP} of at least ${modified}`,
        timestampOf(record),
      );
      const page = control(await account.get(C, { query: { full: "" } }), 200);
      for (const item of page.json?.items as { modified: number }[]) {
        expectThat(
          page,
          timestampOf(page) >= item.modified,
          `${TIMESTAMP} of at least ${item.modified}`,
          timestampOf(page),
        );
      }
    }
  },

  "header.timestamp.monotonic": needs({ waits: true }, async ({ account }) => {
    await prepare(account);
    let last = 0;
    for (let round = 0; round < 12; round++) {
      for (const answer of [
        await account.get("/info/collections"),
        await account.put("/storage/c/a", { payload: String(round) }),
        await account.get("/storage/c/a"),
      ]) {
        control(answer);
        expectThat(
          answer,
          timestampOf(answer) >= last,
          `${TIMESTAMP} of at least ${last}`,
          timestampOf(answer),
        );
        last = timestampOf(answer);
      }
      await sleep(0.2);
    }
  }),
} satisfies Partial<ChecksOf<"header">>;

const store = {
  "header.store.present": async ({ account }) => {
    for (const answer of await everything(account)) {
      if (answer.status === 401) continue;
      const token = answer.header("X-Weave-Store");
      expectThat(answer, /^[A-Za-z0-9_-]{1,64}$/.test(token ?? ""), "X-Weave-Store, a token", token);
    }
  },

  "header.store.stable": async ({ account }) => {
    const first = present(
      "X-Weave-Store",
      control(await account.get("/info/collections")).header("X-Weave-Store"),
    );
    for (const answer of await everything(account)) {
      if (answer.status !== 401) expectEqual(answer, "X-Weave-Store", answer.header("X-Weave-Store"), first);
    }
  },

  "header.cache-control.no-store": async ({ account }) => {
    for (const answer of await everything(account)) {
      if (answer.status === 401) continue;
      const directives = (answer.header("Cache-Control") ?? "")
        .split(",")
        .map((text) => text.trim().toLowerCase());
      expectThat(answer, directives.includes("no-store"), "Cache-Control: no-store", directives.join(", "));
    }
  },
} satisfies Partial<ChecksOf<"header">>;

const version = {
  "header.version.present": async ({ account }) => {
    await prepare(account);
    for (const sample of SAMPLES) {
      if (sample.method === "DELETE") await prepare(account);
      const answer = control(await send(account, sample), ...sample.success);
      expectThat(
        answer,
        answer.integer(VERSION) !== undefined,
        `${VERSION}, an integer`,
        answer.header(VERSION),
      );
    }
    await prepare(account);
    for (const sample of READS) {
      const answer = control(await send(account, sample, { ifModified: MAX }), 304);
      expectThat(
        answer,
        answer.integer(VERSION) !== undefined,
        `${VERSION}, an integer`,
        answer.header(VERSION),
      );
    }
    for (const sample of STORAGE_READS) {
      const answer = control(await send(account, sample, { ifUnmodified: 0 }), 412);
      expectThat(
        answer,
        answer.integer(VERSION) !== undefined,
        `${VERSION}, an integer`,
        answer.header(VERSION),
      );
    }
  },

  "header.version.record": async ({ account }) => {
    await put(account, "/storage/c/a", { payload: "x" });
    await put(account, "/storage/c/b", { payload: "x" });
    const answer = control(await account.get("/storage/c/a"), 200);
    expectEqual(answer, VERSION, answer.integer(VERSION), present("version", answer.json?.version));
  },

  "header.version.collection": async ({ account }) => {
    await put(account, "/storage/c/a", { payload: "x" });
    const last = await put(account, "/storage/c/b", { payload: "x" });
    await put(account, "/storage/other/a", { payload: "x" });
    for (const query of [{}, { ids: "a" }, { limit: 1 }, { older: last }]) {
      const answer = control(await account.get(C, { query }), 200);
      expectEqual(answer, VERSION, answer.integer(VERSION), last);
    }
  },

  "header.version.info": async ({ account }) => {
    await put(account, "/storage/c/a", { payload: "x" });
    const last = await put(account, "/storage/other/a", { payload: "x" });
    for (const sample of READS.filter(
      ({ path }) => path.startsWith("/info/") && path !== "/info/configuration",
    )) {
      const answer = await sendValid(account, sample);
      expectEqual(answer, VERSION, answer.integer(VERSION), last);
    }
  },

  "header.version.configuration": async ({ account }) => {
    const before = control(await account.get("/info/configuration"), 200);
    expectThat(before, versionOf(before) >= 1, "a version of at least 1", versionOf(before));
    for (const id of ids(3)) await put(account, `/storage/c/${id}`, {});
    const after = control(await account.get("/info/configuration"), 200);
    expectEqual(after, VERSION, after.integer(VERSION), versionOf(before));
  },

  "header.version.not-modified": async ({ account }) => {
    await prepare(account);
    for (const sample of READS) {
      const version = versionOf(await sendValid(account, sample));
      const answer = control(await send(account, sample, { ifModified: version + 1000 }), 304);
      expectEqual(answer, VERSION, answer.integer(VERSION), version);
    }
  },

  "header.version.precondition-failed": async ({ account }: Trial) => {
    const record = await put(account, "/storage/sample/a", { payload: "x" });
    const collection = await put(account, "/storage/sample/b", { payload: "x" });
    const partition = await put(account, "/storage/other/a", { payload: "x" });
    const expected: Record<string, number> = {
      "/storage/sample/a": record,
      "/storage/sample": collection,
      "/storage": partition,
    };
    for (const sample of SAMPLES.filter(({ path }) => path in expected)) {
      const answer = control(await send(account, sample, { ifUnmodified: 0 }), 412);
      expectEqual(answer, VERSION, answer.integer(VERSION), expected[sample.path]);
    }
  },
} satisfies Partial<ChecksOf<"header">>;

const paging = {
  "header.records.count": async ({ account }) => {
    await seed(account, C, [{ id: "a" }, { id: "b" }, { id: "c" }]);
    for (const [query, count] of [
      [{}, 3],
      [{ full: "" }, 3],
      [{ limit: 2 }, 2],
      [{ ids: "a,missing" }, 1],
      [{ ids: "missing" }, 0],
    ] as const) {
      const answer = control(await account.get(C, { query }), 200);
      expectEqual(answer, "the number of items", answer.json?.items?.length, count);
      expectEqual(answer, "X-Weave-Records", answer.integer("X-Weave-Records"), count);
    }
    const lines = control(await account.get(C, { headers: [["Accept", "application/newlines"]] }), 200);
    expectEqual(lines, "X-Weave-Records", lines.integer("X-Weave-Records"), 3);
  },

  "header.next-offset.more": async ({ account }) => {
    await seed(account, C, [{ id: "a" }, { id: "b" }, { id: "c" }]);
    for (const limit of [1, 2]) {
      const answer = control(await account.get(C, { query: { limit } }), 200);
      const token = answer.header("X-Weave-Next-Offset");
      expectThat(answer, /^[A-Za-z0-9_-]+={0,2}$/.test(token ?? ""), "X-Weave-Next-Offset, a token", token);
    }
  },

  "header.next-offset.last": async ({ account }) => {
    await seed(account, C, [{ id: "a" }, { id: "b" }, { id: "c" }]);
    const offset = control(await account.get(C, { query: { limit: 2 } }), 200).header("X-Weave-Next-Offset");
    const last = { limit: 2, offset: present("X-Weave-Next-Offset of the first page", offset) };
    for (const query of [{}, { limit: 3 }, { limit: 4 }, { ids: "a" }, { ids: "missing" }, last]) {
      const answer = control(await account.get(C, { query }), 200);
      const token = answer.header("X-Weave-Next-Offset");
      expectThat(answer, token === undefined, "no X-Weave-Next-Offset", `X-Weave-Next-Offset: ${token}`);
    }
  },
} satisfies Partial<ChecksOf<"header">>;

export const header = { ...timestamp, ...store, ...version, ...paging } satisfies ChecksOf<"header">;
