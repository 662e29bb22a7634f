/** Makes faults that show only while a write and the beginning of a session overlap. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Session } from "../../session-store.ts";
import type { Change } from "../../stored-changes.ts";
import type { Call, Fault } from "../fault.ts";
import { wait } from "./pause.ts";
import { VERSION } from "./peek.ts";
import { APART, handling, isWrite, Meeting, ownerOf, UnderWay } from "./racing.ts";
import { leasing } from "./session-leasing.ts";

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
