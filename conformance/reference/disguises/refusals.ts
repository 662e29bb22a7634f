/** Disguises that now and then refuse a request with 409, 429 or 503, as a busy server may. */
import { setTimeout as sleep } from "node:timers/promises";
import { answering, type Call, credentials, Reply } from "../faults/fault.ts";
import type { Handler } from "../http-handler.ts";
import { Refusal } from "../problem.ts";
import { readTarget, storeName } from "../request-target.ts";
import { random } from "../seeded-random.ts";
import type { Disguise } from "./disguise.ts";

/** Share of refused requests, in percent. */
const REFUSED_PERCENT = 0.5;
/** Share of refused writes among those that overlap another one, in percent. */
const CONFLICT_PERCENT = 20;

const problem = (status: number, title: string, code: string) =>
  JSON.stringify({ type: "about:blank", title, status, code });

/** The reply to a GET, which changes nothing, for the header fields that every answer to the request would have. */
async function replyWithoutEffect(call: Call, path: string, headers: Record<string, string>): Promise<Reply> {
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

/** An overloaded server refuses any client, and does nothing (retry.unperformed). */
export const unavailable: Disguise = {
  does: "answers 503 with Retry-After once in a while",
  handler: refusingSeldom(3, async (call) => {
    const reply = await replyWithoutEffect(call, call.path, {});
    // The server is in maintenance, and answers 503 itself.
    if (reply.status === 503) return null;
    for (const name of ["X-Weave-Store", "Cache-Control", "X-Weave-Alert"]) reply.headers.delete(name);
    return refusal(reply, 503, problem(503, "Service Unavailable", "unavailable"));
  }),
};

/** A limit on the number of requests. Only a client with valid credentials sees it, since 401 comes first. */
export const tooMany: Disguise = {
  does: "answers 429 with Retry-After once in a while",
  handler: refusingSeldom(4, async (call) => {
    // For an ended session, 410 comes first.
    const ofSession = call.headers.has("X-Weave-Session") || call.path.startsWith("/sessions/");
    if (call.operation === null || ofSession) return null;
    const reply = await replyWithoutEffect(call, "/info/configuration", credentialsOf(call));
    return reply.status === 200
      ? refusal(reply, 429, problem(429, "Too Many Requests", "too-many-requests"))
      : null;
  }),
};

function credentialsOf({ headers }: Call): Record<string, string> {
  const client = headers.get("X-Weave-Client");
  return { ...credentials(headers), ...(client !== null && { "X-Weave-Client": client }) };
}

function refusingSeldom(
  seed: number,
  refuse: (call: Call) => Promise<Reply | null>,
): (next: Handler) => Handler {
  const draw = random(seed);
  const { handler } = answering("", async (call) => {
    const refused = draw() * 100 < REFUSED_PERCENT ? await refuse(call) : null;
    return refused ?? call.pass();
  });
  return handler as (next: Handler) => Handler;
}

/** Least duration of a write. */
const HOLD_MS = 5;

/** Number of writes under way by account. Servers may share the map, since each write removes itself. */
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
      // Without this pause no writes overlap: the reference server performs a write without interruption.
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
      // At this point, every other reason for a refusal has been checked.
      write(account, changes, quota) {
        const meets = (underWay.get(account) ?? 0) > 1;
        if (meets && draw() * 100 < CONFLICT_PERCENT)
          throw new Refusal(409, { headers: { "Retry-After": "1" } });
        return store.write(account, changes, quota);
      },
    };
  },
};

const WRITES = new Set(["PUT", "POST", "DELETE"]);
