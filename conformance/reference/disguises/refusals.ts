import { setTimeout as sleep } from "node:timers/promises";
import type { Handler } from "../boundary.ts";
import { answering, type Call, credentials, Reply } from "../faults/fault.ts";
import { Refusal } from "../problem.ts";
import { readTarget, storeName } from "../target.ts";
import { type Disguise, random } from "./disguise.ts";

/** Of a hundred requests. */
const RARELY = 0.5;
/** Of a hundred writes that meet another one. */
const OFTEN = 20;

const problem = (status: number, title: string, code: string) =>
  JSON.stringify({ type: "about:blank", title, status, code });

/** What stands on each answer that this request could get, taken from one that changes nothing. */
async function standing(call: Call, path: string, headers: Record<string, string>): Promise<Reply> {
  const reply = await call.pass({ method: "GET", path, query: "", text: "", headers });
  for (const name of ["Content-Encoding", "X-Last-Modified-Version", "WWW-Authenticate", "Content-Type"]) {
    reply.headers.delete(name);
  }
  return reply;
}

function refusal({ headers }: Reply, status: number, body: string): Reply {
  headers.set("Content-Type", "application/problem+json");
  headers.set("Retry-After", "1");
  return new Reply(status, headers, body);
}

/** A server that is overwhelmed for a moment says so to whoever comes, and has done nothing (retry.unperformed). */
export const unavailable: Disguise = {
  does: "answers 503 with Retry-After once in a while",
  handler: seldom(3, async (call) => {
    const reply = await standing(call, call.path, {});
    // It is in maintenance, and says so itself.
    if (reply.status === 503) return null;
    for (const name of ["X-Weave-Store", "Cache-Control", "X-Weave-Alert"]) reply.headers.delete(name);
    return refusal(reply, 503, problem(503, "Service Unavailable", "unavailable"));
  }),
};

/** Too many requests in all; only a client with valid credentials sees this answer, since 401 comes first. */
export const tooMany: Disguise = {
  does: "answers 429 with Retry-After once in a while",
  handler: seldom(4, async (call) => {
    // A request of a session that has ended gets that answer first.
    const ofSession = call.headers.has("X-Weave-Session") || call.path.startsWith("/sessions/");
    if (call.operation === null || ofSession) return null;
    const reply = await standing(call, "/info/configuration", credentialsOf(call));
    return reply.status === 200
      ? refusal(reply, 429, problem(429, "Too Many Requests", "too-many-requests"))
      : null;
  }),
};

function credentialsOf({ headers }: Call): Record<string, string> {
  const client = headers.get("X-Weave-Client");
  return { ...credentials(headers), ...(client !== null && { "X-Weave-Client": client }) };
}

function seldom(seed: number, refuse: (call: Call) => Promise<Reply | null>): (next: Handler) => Handler {
  const draw = random(seed);
  const { handler } = answering("", async (call) => {
    const refused = draw() * 100 < RARELY ? await refuse(call) : null;
    return refused ?? call.pass();
  });
  return handler as (next: Handler) => Handler;
}

/** For which a write lasts at least. */
const HOLD_MS = 5;

/** Writes under way by account, as the store names it. Servers may share it, as each write leaves it in the end. */
const underWay = new Map<string, number>();

/**
 * A server that takes each write for a lease of its own, over before anybody could ask for it: to another write that
 * comes meanwhile it looks like a session of somebody else's, which a client has to expect at any time.
 */
export const conflicts: Disguise = {
  does: "answers 409 now and then to a write that meets another one",
  handler: (next) => async (request, env) => {
    const target = readTarget(env.incoming.url ?? "");
    if (target.account === null || !WRITES.has(request.method)) return next(request, env);
    const account = storeName(target, target.account);
    underWay.set(account, (underWay.get(account) ?? 0) + 1);
    try {
      // The reference server itself is done with a write before it looks at the next request.
      await sleep(HOLD_MS);
      return await next(request, env);
    } finally {
      const left = (underWay.get(account) ?? 1) - 1;
      if (left > 0) underWay.set(account, left);
      else underWay.delete(account);
    }
  },
  store(store) {
    const draw = random(5);
    return {
      ...store,
      // Here, everything else that a request can be refused for has been looked at.
      write(account, changes, quota) {
        const meets = (underWay.get(account) ?? 0) > 1;
        if (meets && draw() * 100 < OFTEN) throw new Refusal(409, { headers: { "Retry-After": "1" } });
        return store.write(account, changes, quota);
      },
    };
  },
};

const WRITES = new Set(["PUT", "POST", "DELETE"]);
