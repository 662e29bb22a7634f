import type { ChecksOf, Trial } from "../engine/check.ts";
import type { Account } from "../exchange/account.ts";
import { control, expectEqual, expectStatus, expectThat, present, versionOf } from "./support/expect.ts";
import { put, seed } from "./support/fixtures.ts";
import { headMirrors } from "./support/mirror.ts";

/** 2 + 3 + 4 octets of UTF-8 in 4 UTF-16 code units. */
const NINE_BYTES = "é€😀";

type Map = Record<string, number>;

/** A map without its control collections: an account on loan is empty in the other partition only. */
function besideControl(map: Map | undefined): Map {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([name]) => !name.startsWith("control/")));
}

/** Bytes that the account holds in the control partition, by the view of each collection. */
async function controlBytes(account: Account): Promise<number> {
  const usage = control(await account.get("/info/collection_usage"), 200).json ?? {};
  return Object.entries(usage)
    .filter(([name]) => name.startsWith("control/"))
    .reduce((sum, [, bytes]) => sum + bytes, 0);
}

/** Two collections with records, one emptied, one deleted. */
async function furnish({ account }: Trial): Promise<void> {
  await seed(account, "/storage/c", [
    { id: "a", payload: NINE_BYTES },
    { id: "b", payload: "1" },
    { id: "blank", payload: "" },
    { id: "gone", payload: "gone" },
  ]);
  control(await account.delete("/storage/c/gone"), 204);
  await put(account, "/storage/d/a", { payload: "12345" });
  await put(account, "/storage/emptied/a", { payload: "x" });
  control(await account.delete("/storage/emptied/a"), 204);
  await put(account, "/storage/deleted/a", { payload: "x" });
  control(await account.delete("/storage/deleted"), 204);
}

export const info = {
  "info.collections.exact": async (trial) => {
    const before = expectStatus(await trial.account.get("/info/collections"), 200);
    expectEqual(before, "the collections of an empty account", besideControl(before.json), {});
    await furnish(trial);
    const answer = expectStatus(await trial.account.get("/info/collections"), 200);
    const names = Object.keys(besideControl(answer.json)).sort();
    expectEqual(answer, "the collections", names, ["storage/c", "storage/d", "storage/emptied"]);
  },

  "info.collections.version": async ({ account }) => {
    await put(account, "/storage/c/a", { payload: "x" });
    const c = await put(account, "/storage/c/b", { payload: "x" });
    const d = await put(account, "/storage/d/a", { payload: "x" });
    const answer = expectStatus(await account.get("/info/collections"), 200);
    expectEqual(answer, "the versions", besideControl(answer.json), { "storage/c": c, "storage/d": d });
    const less = versionOf(control(await account.delete("/storage/c/b"), 204));
    const after = expectStatus(await account.get("/info/collections"), 200);
    expectEqual(after, "the versions", besideControl(after.json), { "storage/c": less, "storage/d": d });
  },

  "info.collections.head": headMirrors("/info/collections"),

  "info.counts.exact": async (trial) => {
    await furnish(trial);
    const answer = expectStatus(await trial.account.get("/info/collection_counts"), 200);
    const { "storage/emptied": _, ...filled } = besideControl(answer.json);
    expectEqual(answer, "the counts", filled, { "storage/c": 3, "storage/d": 1 });
  },

  "info.counts.empty": async (trial) => {
    await furnish(trial);
    const answer = expectStatus(await trial.account.get("/info/collection_counts"), 200);
    expectEqual(answer, "the count of an emptied collection", answer.json?.["storage/emptied"], 0);
  },

  "info.counts.head": headMirrors("/info/collection_counts"),

  "info.usage.exact": async (trial) => {
    await furnish(trial);
    const answer = expectStatus(await trial.account.get("/info/collection_usage"), 200);
    const { "storage/emptied": _, ...filled } = besideControl(answer.json);
    expectEqual(answer, "the usage", filled, { "storage/c": 10, "storage/d": 5 });
  },

  "info.usage.empty": async (trial) => {
    await furnish(trial);
    const answer = expectStatus(await trial.account.get("/info/collection_usage"), 200);
    expectEqual(answer, "the usage of an emptied collection", answer.json?.["storage/emptied"], 0);
  },

  "info.usage.head": headMirrors("/info/collection_usage"),

  "info.quota.usage": async (trial) => {
    await furnish(trial);
    const besides = await controlBytes(trial.account);
    const answer = expectStatus(await trial.account.get("/info/quota"), 200);
    expectEqual(answer, "usage", answer.json?.usage, besides + 15);
    control(await trial.account.put("/storage/d/a", { payload: "123" }), 204);
    const less = expectStatus(await trial.account.get("/info/quota"), 200);
    expectEqual(less, "usage", less.json?.usage, besides + 13);
  },

  "info.quota.quota": async ({ account }) => {
    await put(account, "/storage/c/a", { payload: "x" });
    const answer = expectStatus(await account.get("/info/quota"), 200);
    const quota = answer.json?.quota;
    // What has just been stored was within the quota, if there is one.
    const covers = typeof quota === "number" && Number.isInteger(quota) && quota >= 1;
    expectThat(answer, quota === null || covers, "quota to be null, or an integer of at least 1", quota);
  },

  "info.quota.head": headMirrors("/info/quota"),

  "info.configuration.limits": async ({ account }) => {
    const answer = expectStatus(await account.get("/info/configuration"), 200);
    const limits: Partial<Map> = answer.json?.limits ?? {};
    for (const [name, least] of Object.entries({
      max_request_bytes: 1,
      max_record_payload_bytes: 262144,
      max_post_records: 100,
      max_post_bytes: 1048576,
      max_page_records: 1000,
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
  },

  "info.configuration.request-bytes": async ({ account }) => {
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
  },

  "info.configuration.protocol": async ({ account }) => {
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
  },

  "info.configuration.head": headMirrors("/info/configuration"),
} satisfies ChecksOf<"info">;
