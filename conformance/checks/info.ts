/** Checks that the information views list collections, counts, usage, quota and configuration correctly. */
import { PARTITIONS, type Partition } from "../contract/document.ts";
import { RawBody } from "../exchange/typed-bodies.ts";
import { type CheckContext, type ChecksOf, needs } from "../runner/define-check.ts";
import { filledOf, octetsOf, viewOf, walk } from "./axes/walk.ts";
import { control, expectEqual, expectStatus, expectThat, present, versionOf } from "./support/expect.ts";
import { put, seed } from "./support/fixtures.ts";
import { headMirrors } from "./support/head-mirrors-get.ts";
import { withSessions } from "./support/with-sessions.ts";

const others = (partition: Partition) => PARTITIONS.filter((name) => name !== partition);

/** What a view says of the other partition, given what it says of the one collection there. */
function ofOthers(partition: Partition, value: number): Record<string, number> {
  return Object.fromEntries(others(partition).map((other) => [`${other}/c`, value]));
}

/** 2 + 3 + 4 octets of UTF-8 in 4 UTF-16 code units. */
const NINE_BYTES = "é€😀";

/** Two collections with records, one emptied, one deleted; and one in each other partition. */
async function furnish({ account, partition }: CheckContext): Promise<void> {
  for (const other of others(partition)) await put(account, `/${other}/c/a`, { payload: "other" });
  await seed(account, `/${partition}/c`, [
    { id: "a", payload: NINE_BYTES },
    { id: "b", payload: "1" },
    { id: "blank", payload: "" },
    { id: "gone", payload: "gone" },
  ]);
  control(await account.delete(`/${partition}/c/gone`), 204);
  // What is overwritten counts once, and what failed does not.
  const more = [{ id: "a" }, { id: "b" }, { id: "failed", payload: "failed", sortindex: "x" }];
  control(await account.post(`/${partition}/c`, RawBody.json(more)), 200);
  await put(account, `/${partition}/d/a`, { payload: "12345" });
  await put(account, `/${partition}/emptied/a`, { payload: "x" });
  control(await account.delete(`/${partition}/emptied/a`), 204);
  await put(account, `/${partition}/deleted/a`, { payload: "x" });
  control(await account.delete(`/${partition}/deleted`), 204);
}

export const info = {
  "info.collections.exact": withSessions(async (context) => {
    const before = expectStatus(await context.account.get("/info/collections"), 200);
    expectEqual(before, "the collections of an empty account", before.json, {});
    await walk(context, async ({ held, answer }) => {
      const after = expectStatus(await context.account.get("/info/collections"), 200);
      const names = [...held.keys()].map((name) => `${context.partition}/${name}`).sort();
      const found = Object.keys(after.json ?? {}).sort();
      expectEqual(after, `the collections, once ${answer.asked} was performed,`, found, names);
    });
    await furnish(context);
    const answer = expectStatus(await context.account.get("/info/collections"), 200);
    const names = Object.keys(answer.json ?? {}).sort();
    const own = ["c", "d", "emptied"].map((name) => `${context.partition}/${name}`);
    const expected = [...own, ...others(context.partition).map((other) => `${other}/c`)];
    expectEqual(answer, "the collections", names, expected.toSorted());
  }),

  "info.collections.version": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    const c = await put(account, `/${partition}/c/b`, { payload: "x" });
    const d = await put(account, `/${partition}/d/a`, { payload: "x" });
    const answer = expectStatus(await account.get("/info/collections"), 200);
    expectEqual(answer, "the versions", answer.json, { [`${partition}/c`]: c, [`${partition}/d`]: d });
    const less = versionOf(control(await account.delete(`/${partition}/c/b`), 204));
    const after = expectStatus(await account.get("/info/collections"), 200);
    expectEqual(after, "the versions", after.json, { [`${partition}/c`]: less, [`${partition}/d`]: d });
  },

  "info.collections.head": headMirrors(() => [["/info/collections", {}]]),

  "info.counts.exact": withSessions(async (context) => {
    await walk(context, async ({ held, answer }) => {
      const after = expectStatus(await context.account.get("/info/collection_counts"), 200);
      const counts = viewOf(context.partition, held, (records) => records.size);
      expectEqual(
        after,
        `the counts, once ${answer.asked} was performed,`,
        filledOf(context.partition, held, after.json),
        counts,
      );
    });
    await furnish(context);
    const answer = expectStatus(await context.account.get("/info/collection_counts"), 200);
    const { [`${context.partition}/emptied`]: _, ...filled } = answer.json ?? {};
    expectEqual(answer, "the counts", filled, {
      [`${context.partition}/c`]: 3,
      [`${context.partition}/d`]: 1,
      ...ofOthers(context.partition, 1),
    });
  }),

  "info.counts.empty": async (context) => {
    await furnish(context);
    const answer = expectStatus(await context.account.get("/info/collection_counts"), 200);
    expectEqual(
      answer,
      "the count of an emptied collection",
      answer.json?.[`${context.partition}/emptied`],
      0,
    );
  },

  "info.counts.head": headMirrors(() => [["/info/collection_counts", {}]]),

  "info.usage.exact": withSessions(async (context) => {
    await walk(context, async ({ held, answer }) => {
      const after = expectStatus(await context.account.get("/info/collection_usage"), 200);
      const usage = viewOf(context.partition, held, octetsOf);
      expectEqual(
        after,
        `the usage, once ${answer.asked} was performed,`,
        filledOf(context.partition, held, after.json),
        usage,
      );
    });
    await furnish(context);
    const answer = expectStatus(await context.account.get("/info/collection_usage"), 200);
    const { [`${context.partition}/emptied`]: _, ...filled } = answer.json ?? {};
    expectEqual(answer, "the usage", filled, {
      [`${context.partition}/c`]: 10,
      [`${context.partition}/d`]: 5,
      ...ofOthers(context.partition, 5),
    });
  }),

  "info.usage.empty": async (context) => {
    await furnish(context);
    const answer = expectStatus(await context.account.get("/info/collection_usage"), 200);
    expectEqual(
      answer,
      "the usage of an emptied collection",
      answer.json?.[`${context.partition}/emptied`],
      0,
    );
  },

  "info.usage.head": headMirrors(() => [["/info/collection_usage", {}]]),

  "info.quota.usage": withSessions(async (context) => {
    await walk(context, async ({ held, answer }) => {
      const after = expectStatus(await context.account.get("/info/quota"), 200);
      const usage = [...held.values()].reduce((sum, records) => sum + octetsOf(records), 0);
      expectEqual(after, `usage, once ${answer.asked} was performed,`, after.json?.usage, usage);
    });
    await furnish(context);
    const answer = expectStatus(await context.account.get("/info/quota"), 200);
    expectEqual(answer, "usage", answer.json?.usage, 20);
    control(await context.account.put(`/${context.partition}/d/a`, { payload: "123" }), 204);
    const less = expectStatus(await context.account.get("/info/quota"), 200);
    expectEqual(less, "usage", less.json?.usage, 18);
  }),

  "info.quota.quota": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    const answer = expectStatus(await account.get("/info/quota"), 200);
    const quota = answer.json?.quota;
    // What has just been stored was within the quota, if there is one.
    const covers = typeof quota === "number" && Number.isInteger(quota) && quota >= 1;
    expectThat(answer, quota === null || covers, "quota to be null, or an integer of at least 1", quota);
  },

  "info.quota.head": headMirrors(() => [["/info/quota", {}]]),

  "info.configuration.limits": needs({ partitions: 1 }, async ({ account }) => {
    const answer = expectStatus(await account.get("/info/configuration"), 200);
    const limits: Partial<Record<string, number>> = answer.json?.limits ?? {};
    for (const [name, least] of Object.entries({
      max_request_bytes: 1,
      max_record_payload_bytes: 262144,
      max_post_records: 100,
      max_post_bytes: 1048576,
      max_page_records: 1000,
      max_page_bytes: 1048576,
      max_sessions: 1,
      max_session_ttl: 1,
      max_session_lifetime: 1,
      max_session_records: 1,
      max_session_bytes: 1,
    })) {
      const value = limits[name] ?? Number.NaN;
      expectThat(
        answer,
        Number.isInteger(value) && value >= least,
        `${name} of at least ${least}`,
        limits[name],
      );
    }
    expectEqual(answer, "max_ids", limits.max_ids, 100);
  }),

  "info.configuration.request-bytes": needs({ partitions: 1 }, async ({ account }) => {
    const answer = expectStatus(await account.get("/info/configuration"), 200);
    const limits = present("limits", answer.json?.limits);
    const least = limits.max_post_bytes + 512 * limits.max_post_records;
    const { max_request_bytes: most } = limits;
    expectThat(
      answer,
      Number.isInteger(most) && most >= least,
      `max_request_bytes of at least ${least}`,
      most,
    );
  }),

  "info.configuration.agree": needs({ partitions: 1 }, async ({ account }) => {
    const answer = expectStatus(await account.get("/info/configuration"), 200);
    const limits = present<Partial<Record<string, number>>>("limits", answer.json?.limits);
    for (const [less, more] of [
      ["max_record_payload_bytes", "max_post_bytes"],
      ["max_post_bytes", "max_session_bytes"],
      ["max_post_records", "max_session_records"],
      ["max_session_ttl", "max_session_lifetime"],
    ] as const) {
      const [value, most] = [present(less, limits[less]), present(more, limits[more])];
      expectThat(answer, value <= most, `${less} of at most ${more}, ${most},`, value);
    }
  }),

  "info.configuration.protocol": needs({ partitions: 1 }, async ({ account }) => {
    const answer = expectStatus(await account.get("/info/configuration"), 200);
    const { supported, version, status } = answer.json?.protocol ?? {};
    const named = typeof version === "string" && version !== "";
    expectThat(answer, named, "protocol.version to be a string", version);
    const held = Array.isArray(supported) && supported.includes(version as string);
    expectThat(answer, held, `protocol.supported to be a list that holds ${version}`, supported);
    expectThat(
      answer,
      status === "current" || status === "deprecated",
      "protocol.status to be current or deprecated",
      status,
    );
  }),

  "info.configuration.head": needs(
    { partitions: 1 },
    headMirrors(() => [["/info/configuration", {}]]),
  ),
} satisfies ChecksOf<"info">;
