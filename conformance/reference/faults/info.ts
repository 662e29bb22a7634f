/** Servers with one fault each, for the rules of `checks/info.ts`. */
import { type Call, type Fault, type FaultsOf, type Reply, replying } from "./fault.ts";
import { recordsOf, turnInto } from "./support/peek.ts";

/** A fault of one method of one information view. */
function viewing(
  does: string,
  target: `${"GET" | "HEAD"} /info/${string}`,
  change: (reply: Reply, call: Call) => void | Promise<void>,
): Fault {
  return replying(does, async (reply, call) => {
    if (reply.ok && `${call.method} ${call.path}` === target) await change(reply, call);
  });
}

/** A fault in what a view says of each collection; undefined leaves it out. */
function counting(
  does: string,
  path: `/info/${string}`,
  // biome-ignore lint/suspicious/noExplicitAny: a fault knows what it breaks
  count: (records: any[], right: number) => number | null | undefined,
): Fault {
  return viewing(does, `GET ${path}`, async (reply, call) => {
    const entries = Object.entries(reply.json as Record<string, number>);
    const changed: Record<string, number | null | undefined> = {};
    for (const [name, right] of entries) {
      changed[name] = count(await recordsOf(call, `/${name}`), right);
    }
    reply.json = changed;
  });
}

const sum = (records: { payload: string }[], measure: (text: string) => number) =>
  records.reduce((total, { payload }) => total + measure(payload), 0);

export const info = {
  "info.collections.exact": counting(
    "lists only collections with records",
    "/info/collections",
    (records, right) => (records.length > 0 ? right : undefined),
  ),

  "info.collections.version": counting(
    "gives a collection the version of its newest record",
    "/info/collections",
    (records, right) => (records.length > 0 ? Math.max(...records.map(({ version }) => version)) : right),
  ),

  "info.collections.head": viewing("leaves the version off a HEAD", "HEAD /info/collections", (reply) =>
    reply.headers.delete("X-Last-Modified-Version"),
  ),

  "info.counts.exact": counting(
    "does not count records without payload",
    "/info/collection_counts",
    (records) => records.filter(({ payload }) => payload !== "").length,
  ),

  "info.counts.empty": counting(
    "leaves a collection without records out of the counts",
    "/info/collection_counts",
    (_records, right) => right || undefined,
  ),

  "info.counts.head": replying("answers a HEAD in full whatever its condition", async (reply, call) => {
    if (call.operation !== "headInfoCollectionCounts" || reply.status !== 304) return;
    reply.status = 200;
    reply.headers.set("Content-Type", "application/json");
  }),

  "info.usage.exact": counting("counts the usage in UTF-16 code units", "/info/collection_usage", (records) =>
    sum(records, (text) => text.length),
  ),

  "info.usage.empty": counting(
    "gives null as the sum over no records",
    "/info/collection_usage",
    (_records, right) => right || null,
  ),

  "info.usage.head": replying("takes no HEAD of a view that is costly to compute", (reply, call) => {
    if (call.operation === "headInfoCollectionUsage" && reply.status !== 401)
      turnInto(reply, 405, "method-not-allowed");
  }),

  "info.quota.usage": viewing("gives the usage in KiB, as Sync 1.5 did", "GET /info/quota", (reply) => {
    reply.json = { ...reply.json, usage: Math.ceil(reply.json.usage / 1024) };
  }),

  "info.quota.quota": viewing("gives 0 where there is no quota", "GET /info/quota", (reply) => {
    reply.json = { ...reply.json, quota: reply.json.quota ?? 0 };
  }),

  "info.quota.head": viewing("leaves X-Weave-Store off a HEAD", "HEAD /info/quota", (reply) =>
    reply.headers.delete("X-Weave-Store"),
  ),

  "info.configuration.limits": viewing("takes 1 MB for 1 MiB", "GET /info/configuration", (reply) => {
    const { limits, ...others } = reply.json;
    reply.json = { limits: { ...limits, max_post_bytes: 1_000_000 }, ...others };
  }),

  "info.configuration.request-bytes": viewing(
    "leaves no room for anything but payloads in a request",
    "GET /info/configuration",
    (reply) => {
      const { limits, ...others } = reply.json;
      reply.json = { limits: { ...limits, max_request_bytes: limits.max_post_bytes }, ...others };
    },
  ),

  "info.configuration.agree": viewing(
    "lets a session live no longer than a request",
    "GET /info/configuration",
    (reply) => {
      const { limits, ...others } = reply.json;
      reply.json = { limits: { ...limits, max_session_lifetime: limits.max_session_ttl - 1 }, ...others };
    },
  ),

  "info.configuration.protocol": viewing(
    "supports only protocols before its own",
    "GET /info/configuration",
    (reply) => {
      const { protocol, ...others } = reply.json;
      reply.json = { ...others, protocol: { ...protocol, supported: ["1.5"] } };
    },
  ),

  "info.configuration.head": viewing("leaves Cache-Control off a HEAD", "HEAD /info/configuration", (reply) =>
    reply.headers.delete("Cache-Control"),
  ),
} satisfies FaultsOf<"info">;
