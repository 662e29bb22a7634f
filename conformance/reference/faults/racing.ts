import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type { Session } from "../session-store.ts";
import type { Change, ListQuery, StoredRecord } from "../store.ts";
import { answering, type Call, type Fault, headersWith, Reply, storing } from "./fault.ts";
import { currentVersion, peek, UNMODIFIED, VERSION, versionIn, versionOf } from "./peek.ts";
import { leasing, SESSION } from "./session-leasing.ts";

/** Milliseconds between two things that ought to happen at one moment: enough for what was sent together to arrive. */
export const APART = 60;
/** Milliseconds for which a fault waits for others to come by; a busy machine takes its time. */
const PATIENCE = 400;

/** Lets some wait for others to come by. */
class Meeting {
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Waits until somebody has come by, so many times, but not for ever. */
  async wait(name: string, times = 1): Promise<void> {
    for (let time = 0; time < times; time++) {
      const others = this.#waiting.get(name) ?? [];
      const come = new Promise<void>((resolve) => others.push(resolve));
      this.#waiting.set(name, others);
      await Promise.race([come, wait(PATIENCE / times)]);
    }
  }

  comeBy(name: string): void {
    for (const meet of this.#waiting.get(name)?.splice(0) ?? []) meet();
  }
}

/** A request that writes to what the account holds, at once. */
export function isWrite({ method, path, headers }: Call): boolean {
  return ["PUT", "POST", "DELETE"].includes(method) && !path.startsWith("/sessions") && !headers.has(SESSION);
}

/** Names the account of a request; servers with the same fault may have accounts of the same name. */
export function ownerOf({ account, headers }: Call): string {
  return `${headers.get("Host")} ${account}`;
}

/** Requests that are under way at the same time, by what they have in common. */
export class UnderWay {
  readonly #counts = new Map<string, number>();

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  async during<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#counts.set(name, this.count(name) + 1);
    try {
      return await work();
    } finally {
      this.#counts.set(name, this.count(name) - 1);
    }
  }
}

/** A reply that can be given again. */
export function copyOf({ status, headers, octets }: Reply): Reply {
  return new Reply(status, new Headers(headers), octets);
}

/** Makes an answer without a body of a reply. */
export function turnIntoNothing(reply: Reply, status: number, version?: number): void {
  reply.status = status;
  reply.text = "";
  reply.headers.delete("Content-Type");
  if (version !== undefined) reply.headers.set(VERSION, String(version));
}

/** A fault that looks at the precondition of some requests at once, and performs them a little later. */
export function checkingEarly(does: string, isOne: (call: Call) => boolean): Fault {
  return answering(does, async (call) => {
    const condition = versionIn(call, UNMODIFIED);
    if (condition === null || !isWrite(call) || !isOne(call)) return call.pass();
    const target = call.path === "/" ? await currentVersion(call) : await versionAt(call);
    if (target > condition || (target === 0 && condition > 0)) return call.pass();
    await wait(APART);
    return call.pass({ headers: headersWith(call.headers, { [UNMODIFIED]: null }) });
  });
}

async function versionAt(call: Call): Promise<number> {
  const target = await peek(call);
  return target.ok ? versionOf(target) : 0;
}

/** A fault that gives one version to writes of an account that it performs together. */
export function sharingVersions(does: string, isOne: (call: Call) => boolean): Fault {
  const underWay = new UnderWay();
  const shared = new Map<string, number>();
  return answering(does, async (call) => {
    const name = ownerOf(call);
    if (!isWrite(call) || !isOne(call)) return call.pass();
    if (underWay.count(name) === 0) shared.delete(name);
    return underWay.during(name, async () => {
      await wait(APART);
      const reply = await call.pass();
      if (!reply.ok) return reply;
      const version = shared.get(name) ?? versionOf(reply);
      shared.set(name, version);
      reply.headers.set(VERSION, String(version));
      return reply;
    });
  });
}

/** A fault that stores some lists in two halves where another one is under way. */
export function storingHalves(does: string, isOne: (call: Call) => boolean): Fault {
  const underWay = new UnderWay();
  return answering(does, async (call) => {
    const name = ownerOf(call);
    if (call.method !== "POST" || !isWrite(call) || !isOne(call)) return call.pass();
    return underWay.during(name, async () => {
      await wait(APART);
      const records = listIn(call);
      if (records.length < 2 || underWay.count(name) < 2) return call.pass();
      const half = Math.ceil(records.length / 2);
      await call.pass({ text: JSON.stringify(records.slice(0, half)) });
      await wait(APART);
      return call.pass({ text: JSON.stringify(records.slice(half)) });
    });
  });
}

function listIn({ text }: Call): unknown[] {
  try {
    const list = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

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

/** A fault that looks for leases when some writes arrive, and performs them a little later. */
export function lettingThrough(does: string, isOne: (call: Call) => boolean): Fault {
  const arrivals = new AsyncLocalStorage<number>();
  const begun = new Map<string, number>();
  const meeting = new Meeting();
  return {
    does,
    store: (store) => ({
      ...store,
      sessions: {
        ...store.sessions,
        begin(...args) {
          const session = store.sessions.begin(...args);
          begun.set(session.id, performance.now());
          return session;
        },
        live(account) {
          const arrived = arrivals.getStore() ?? Number.POSITIVE_INFINITY;
          const wasThere = ({ id }: Session) => (begun.get(id) ?? 0) <= arrived;
          return store.sessions.live(account).filter(wasThere);
        },
      },
    }),
    ...handling(async (call) => {
      const name = ownerOf(call);
      if (call.operation === "postSessions") {
        const reply = await call.pass();
        meeting.comeBy(name);
        return reply;
      }
      if (!isWrite(call) || !isOne(call)) return call.pass();
      const arrived = performance.now();
      await meeting.wait(name);
      return arrivals.run(arrived, () => call.pass());
    }),
  };
}

/**
 * A fault that applies once more what was staged, where two commits come at once.
 * @param admits whether the answer to the second says so
 */
export function committingAgain(does: string, admits: boolean): Fault {
  const underWay = new UnderWay();
  const held = new Map<string, { changes: Change[]; write: (changes: Change[]) => number }>();
  const { store } = leasing("", (sessions, inner) => ({
    stage(account, id, changes, amount) {
      const write = (all: Change[]) => inner.write(account, all).version;
      held.set(id, { changes: [...(held.get(id)?.changes ?? []), ...changes], write });
      sessions.stage(account, id, changes, amount);
    },
  }));
  return {
    does,
    ...(store && { store }),
    ...handling(async (call) => {
      const [, id = ""] = /^\/sessions\/([^/]+)\/commit$/.exec(call.path) ?? [];
      if (call.method !== "POST" || id === "") return call.pass();
      return underWay.during(id, async () => {
        await wait(APART);
        const together = underWay.count(id);
        const reply = await call.pass();
        const staged = held.get(id);
        if (reply.status !== 410 || together < 2 || !staged) return reply;
        const version = staged.write(staged.changes);
        if (!admits) return reply;
        reply.status = 200;
        reply.headers.set("Content-Type", "application/json");
        reply.headers.set(VERSION, String(version));
        reply.json = { version };
        return reply;
      });
    }),
  };
}

/** A fault that looks for what a request is about at once, and answers by that what it comes to a little later. */
export function lookingEarly(
  does: string,
  isOne: (call: Call) => boolean,
  { at, belated }: { at?: (call: Call) => string; belated: (reply: Reply, found: Reply) => void },
): Fault {
  return answering(does, async (call) => {
    if (!isOne(call)) return call.pass();
    const found = await peek(call, at?.(call));
    await wait(APART);
    const reply = await call.pass();
    belated(reply, found);
    return reply;
  });
}

function handling(answer: (call: Call) => Promise<Reply>): Pick<Fault, "handler"> {
  const { handler } = answering("", answer);
  return handler ? { handler } : {};
}
