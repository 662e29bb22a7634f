/** Servers with one fault each, for the rules of `checks/quota/index.ts`. */
import { AsyncLocalStorage } from "node:async_hooks";
import { QuotaExceeded } from "../../store.ts";
import { answering, type Fault, type FaultsOf, storing } from "../fault.ts";
import { listOf } from "../support/limit.ts";
import { wait } from "../support/pause.ts";
import { peek } from "../support/peek.ts";
import { usage } from "../support/quota.ts";
import { quotaCommit } from "./commit.ts";
import { quotaRemaining } from "./remaining.ts";

/** A fault in how the quota counts for a write that is no commit. */
function granting(does: string, change: (quota: number) => number) {
  return storing(does, (store) => ({
    write: (account, changes, quota = null) =>
      store.write(account, changes, quota === null ? null : change(quota)),
  }));
}

/** A fault that refuses some writes to a full account. */
function refusingFull(does: string, stores: boolean) {
  return storing(does, (store) => ({
    write(account, changes, quota = null) {
      const full = quota !== null && usage(store, account) >= quota;
      if (full && changes.some((change) => "fields" in change === stores)) throw new QuotaExceeded();
      return store.write(account, changes, quota);
    },
  }));
}

/** Milliseconds between looking at the quota and writing. */
const APART = 20;

/** Looks at the quota a moment before it writes. */
function hasty(): Fault {
  const calls = new AsyncLocalStorage<{ fits: boolean }>();
  return {
    ...answering("looks at the quota a moment before it writes", async (call) => {
      if (call.method !== "PUT" && call.method !== "POST") return call.pass();
      const { json } = await peek(call, "/info/quota");
      const payloads = [...call.text.matchAll(/"payload":"([^"]*)"/g)].map(([, text = ""]) => text);
      const added = Buffer.byteLength(payloads.join(""));
      await wait(APART);
      return calls.run({ fits: json?.quota != null && json.usage + added <= json.quota }, () => call.pass());
    }),
    store: (store) => ({
      ...store,
      write: (account, changes, quota = null) =>
        store.write(account, changes, calls.getStore()?.fits && quota !== null ? quota * 2 : quota),
    }),
  };
}

export const quota = {
  ...quotaCommit,
  ...quotaRemaining,
  "quota.exceeded": granting(
    "refuses nothing before the quota is exceeded by a tenth",
    (bytes) => bytes * 1.1,
  ),

  "quota.full": granting("takes only less than the quota", (bytes) => bytes - 1),

  "quota.stores-nothing": answering("stores of a list what the quota leaves room for", async (call) => {
    const reply = await call.pass();
    for (const element of reply.status === 403 ? (listOf(call) ?? []) : []) {
      if (!(await call.pass({ text: JSON.stringify([element]) })).ok) break;
    }
    return reply;
  }),

  "quota.not-higher": refusingFull("stores nothing at all in a full account", true),

  "quota.delete": refusingFull("is read-only for a full account, deletions included", false),

  "quota.expired": storing("counts what has expired for another minute", (store) => {
    const passing = new Map<string, { bytes: number; expires: number }[]>();
    return {
      write(account, changes, quota = null) {
        const now = Date.now();
        const known = passing.get(account) ?? [];
        const swept = known.filter(({ expires }) => expires <= now && now < expires + 60_000);
        const counted = swept.reduce((sum, { bytes }) => sum + bytes, 0);
        const written = store.write(account, changes, quota === null ? null : quota - counted);
        for (const change of changes) {
          if (!("fields" in change) || !change.fields.ttl) continue;
          const { payload, ttl } = change.fields;
          known.push({ bytes: Buffer.byteLength(payload ?? ""), expires: now + ttl * 1000 });
        }
        passing.set(account, known);
        return written;
      },
    };
  }),

  "quota.concurrent": hasty(),
} satisfies FaultsOf<"quota">;
