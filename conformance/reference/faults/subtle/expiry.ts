/** Faults that show only once time has passed. */
import type { StoredRecord } from "../../store.ts";
import type { Fields } from "../../stored-changes.ts";
import { answering, type Fault, Reply, storing } from "../fault.ts";
import { showing } from "../support/showing.ts";
import { nameOf, recordAt, stores } from "./changes.ts";
import type { SubtleFault } from "./fault.ts";
import { type Remembered, remembering } from "./staging.ts";

/** Whether a record has expired since something was staged for it. */
export function hasExpired({ was }: Remembered): boolean {
  return was !== undefined && was.expires !== null && was.expires <= Date.now();
}

const isTtlAlone = ({ ttl, ...others }: Fields) =>
  ttl !== undefined && Object.values(others).every((value) => value === undefined);

export const expiry: Record<string, SubtleFault> = {
  "commit-skips-expired": {
    ...remembering("leaves out of a commit what was staged for a record that has expired since", (staged) =>
      staged.filter((one) => !hasExpired(one)).map(({ change }) => change),
    ),
    caughtBy: "model.store.expiry",
  },

  "list-drops-null-ttl": {
    ...storing("leaves the expiry of a record as it is where a list has null for its ttl", (store) => ({
      write(account, changes, quota) {
        const kept = changes.map((change) => {
          if (!stores(change) || changes.length < 2 || change.fields.ttl !== null) return change;
          const { ttl: _, ...fields } = change.fields;
          return { ...change, fields };
        });
        return store.write(account, kept, quota);
      },
    })),
    caughtBy: "model.store.expiry",
  },

  "usage-kept-by-version": { ...keepingViews(), caughtBy: "model.store.expiry" },

  "page-ends-at-expired": {
    ...storing("ends a listing after a page whose last record has expired since", (store) => {
      const ends = new Map<string, number | null>();
      const nameIn = (
        account: string,
        partition: string,
        { collection, id }: { collection: string; id: string },
      ) => `${account} ${partition}/${collection}/${id}`;
      return {
        list(account, query) {
          const { after, partition } = query;
          const expires = after && ends.get(nameIn(account, partition, after));
          if (expires && expires <= Date.now()) return { records: [], more: false };
          const page = store.list(account, query);
          for (const last of page.records.slice(-1)) ends.set(nameIn(account, partition, last), last.expires);
          return page;
        },
      };
    }),
    caughtBy: "model.store.expiry",
  },

  "ttl-alone-keeps-version": {
    ...ttlAlone("shows a record of which only the ttl was set by the version that it had", ({ version }) => ({
      version,
    })),
    caughtBy: "model.store.sequential",
  },

  "ttl-alone-keeps-modified": {
    ...ttlAlone(
      "shows a record of which only the ttl was set with the modified that it had",
      ({ modified }) => ({
        modified,
      }),
    ),
    caughtBy: "record.modified.time",
  },
};

/** Shows a record with something of what it was before its ttl alone was set. */
function ttlAlone(does: string, keep: (old: StoredRecord) => Partial<StoredRecord>): Fault {
  return storing(does, (store) => {
    const kept = new Map<string, { version: number; old: Partial<StoredRecord> }>();
    return {
      write(account, changes, quota) {
        const before = changes.map((change) =>
          stores(change) && change.kind === "update" && isTtlAlone(change.fields)
            ? recordAt(store, account, change)
            : undefined,
        );
        const written = store.write(account, changes, quota);
        for (const [index, change] of changes.entries()) {
          const was = before[index];
          if (was && stores(change))
            kept.set(`${account}/${nameOf(change)}`, { version: written.version, old: keep(was) });
        }
        return written;
      },
      ...showing(store, (record, account, partition) => {
        const one = kept.get(`${account}/${partition}/${record.collection}/${record.id}`);
        return one?.version === record.version ? { ...record, ...one.old } : record;
      }),
    };
  });
}

/** Expiry changes no version, so that a view which is kept by version shows what has expired. */
function keepingViews(): Fault {
  const kept = new Map<string, { version: string; reply: Reply }>();
  return answering("keeps counts and usage until the version of the account rises", async (call) => {
    const { method, path, account } = call;
    if (method !== "GET" || !/^\/info\/(collection_|quota)/.test(path)) return call.pass();
    const reply = await call.pass();
    const version = reply.headers.get("X-Last-Modified-Version") ?? "";
    const key = `${call.target} ${account}`;
    const last = kept.get(key);
    if (reply.status === 200 && last?.version === version) {
      const { status, headers, octets } = last.reply;
      return new Reply(status, new Headers(headers), octets);
    }
    if (reply.status === 200)
      kept.set(key, { version, reply: new Reply(200, new Headers(reply.headers), reply.octets) });
    return reply;
  });
}
