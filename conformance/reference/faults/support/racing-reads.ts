/** Makes faults that show only while a read and a write overlap. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ListQuery, StoredRecord } from "../../store.ts";
import { answering, type Call, type Fault, type Reply, storing } from "../fault.ts";
import { wait } from "./pause.ts";
import { peek } from "./peek.ts";
import { APART, copyOf, handling, isWrite, Meeting, ownerOf, PATIENCE, UnderWay } from "./racing.ts";

/** A fault that some listings do not show yet what an update wrote, as long as that is under way. */
export function showingLate(does: string, isLate: (query: ListQuery) => boolean): Fault {
  const writing = new AsyncLocalStorage<string[]>();
  const meeting = new Meeting();
  const { store } = storing("", (inner) => {
    const late = new Set<string>();
    const nameOf = (account: string, { collection, id, version }: StoredRecord) =>
      `${inner.history(account)} ${account} ${collection}/${id} ${version}`;
    return {
      write(account, changes) {
        const written = inner.write(account, changes);
        for (const change of changes) {
          if (!("fields" in change)) continue;
          const { partition, collection, id } = change;
          const record = inner.record(account, partition, collection, id);
          if (!record || written.created.includes(`${collection}/${id}`)) continue;
          const name = nameOf(account, record);
          late.add(name);
          writing.getStore()?.push(name);
          setTimeout(() => late.delete(name), PATIENCE * 2);
        }
        return written;
      },
      list(account, query) {
        const page = inner.list(account, query);
        if (!isLate(query)) return page;
        const hidden = page.records.map((record) => nameOf(account, record)).filter((name) => late.has(name));
        for (const name of hidden) meeting.comeBy(name);
        const records = page.records.filter((record) => !hidden.includes(nameOf(account, record)));
        for (const name of hidden) late.delete(name);
        return { ...page, records };
      },
    };
  });
  return {
    does,
    ...(store && { store }),
    ...handling(async (call) => {
      if (!isWrite(call)) return call.pass();
      const names: string[] = [];
      const reply = await writing.run(names, () => call.pass());
      await Promise.all(names.map((name) => meeting.wait(name)));
      return reply;
    }),
  };
}

/** Reads that come by while a write is under way. */
const READS = 8;

/** A fault that answers some reads from what it answered before, as long as some request that changes it is under way. */
export function readingOld(
  does: string,
  isOne: (call: Call) => boolean,
  isChange: (call: Call) => boolean = () => true,
): Fault {
  const underWay = new UnderWay();
  const meeting = new Meeting();
  const kept = new Map<string, Reply>();
  return answering(does, async (call) => {
    const name = ownerOf(call);
    if (call.method !== "GET" && call.method !== "HEAD" && call.path !== "/sessions") {
      if (!isChange(call)) return call.pass();
      return underWay.during(name, async () => {
        const reply = await call.pass();
        await meeting.wait(name, READS);
        return reply;
      });
    }
    meeting.comeBy(name);
    if (call.method !== "GET" || !isOne(call)) return call.pass();
    const old = kept.get(`${name} ${call.target}`);
    if (old && underWay.count(name) > 0) return copyOf(old);
    const reply = await call.pass();
    kept.set(`${name} ${call.target}`, copyOf(reply));
    return reply;
  });
}

/**
 * A fault that answers reads of a record by what it was before writes that came at once, until the next one comes.
 * @param answer makes the answer to a read of what it was; null where it is read as it is
 */
export function readingBefore(does: string, answer: (old: Reply, call: Call) => Reply | null): Fault {
  const underWay = new UnderWay();
  const before = new Map<string, Promise<Reply>>();
  const together = new Set<string>();
  return answering(does, async (call) => {
    const name = `${ownerOf(call)} ${call.path}`;
    if (call.operation === "getRecord") {
      const old = together.has(name) ? await before.get(name) : undefined;
      return (old && answer(copyOf(old), call)) ?? call.pass();
    }
    if (!writesOne(call)) return call.pass();
    if (underWay.count(name) > 0) together.add(name);
    else {
      together.delete(name);
      before.set(name, peek(call));
    }
    return underWay.during(name, async () => {
      await before.get(name);
      await wait(APART);
      return call.pass();
    });
  });
}

function writesOne(call: Call): boolean {
  const { operation } = call;
  const isRecord = operation === "putRecord" || operation === "postRecord" || operation === "deleteRecord";
  return isRecord && isWrite(call);
}
