/** Servers with one fault each, for the rules of `checks/limit/wait.ts`. */
import { randomUUID } from "node:crypto";
import { WAIT_SECONDS } from "../../limits.ts";
import { answering, type Call, type FaultsOf, headersWith, type Reply, replying } from "../fault.ts";
import { turnInto } from "../support/peek.ts";

const CLIENT = "X-Weave-Client";

/** Whether a reply refuses something oversized because it comes too soon. */
function isTooSoon({ status, headers }: Reply, { octets }: Call): boolean {
  // What begins a session is small, unless it is oversized too.
  return status === 429 && headers.has("Retry-After") && octets.length > 1024;
}

/** When the waits of clients end that a fault counts itself, by account and client. */
class Ends {
  readonly #ends = new Map<string, number>();

  runs(call: Call): boolean {
    return (this.#ends.get(keyOf(call)) ?? 0) > Date.now();
  }

  restart(call: Call, seconds = WAIT_SECONDS): void {
    this.#ends.set(keyOf(call), Date.now() + seconds * 1000);
  }
}

function keyOf({ account, headers }: Call): string {
  return `${account} ${headers.get(CLIENT)}`;
}

/** Refuses as something oversized that comes too soon. */
function tooSoon(reply: Reply): void {
  turnInto(reply, 429, "too-many-requests");
  reply.headers.delete("X-Weave-Limit");
  reply.headers.set("Retry-After", String(WAIT_SECONDS));
}

const keptFrom = new Ends();

const extended = new Ends();

/** How often a client has come too soon. */
const insisted = new Map<string, number>();

export const limitWait = {
  "limit.wait.refused": answering("answers an oversized body 413 each time", async (call) => {
    const reply = await call.pass();
    if (!isTooSoon(reply, call)) return reply;
    return call.pass({ headers: headersWith(call.headers, { [CLIENT]: randomUUID() }) });
  }),

  "limit.wait.retry-after": replying("asks for a second more each time", (reply, call) => {
    if (!isTooSoon(reply, call)) return;
    const times = (insisted.get(keyOf(call)) ?? 0) + 1;
    insisted.set(keyOf(call), times);
    reply.headers.set("Retry-After", String(WAIT_SECONDS + times));
  }),

  "limit.wait.well-sized": answering("takes no list at all of a client that is to wait", async (call) => {
    const isList = call.operation === "postCollection" || call.operation === "postPartition";
    if (isList && keptFrom.runs(call)) {
      const reply = await call.pass({ method: "GET", query: "", text: "" });
      tooSoon(reply);
      return reply;
    }
    const reply = await call.pass();
    if (reply.status === 413) keptFrom.restart(call);
    return reply;
  }),

  "limit.wait.client": answering("does not tell the clients of an account apart", (call) =>
    call.pass({ headers: headersWith(call.headers, { [CLIENT]: null }) }),
  ),

  "limit.wait.over": answering("restarts a wait that a client does not keep, twice as long", async (call) => {
    const reply = await call.pass();
    if (reply.status === 413 && extended.runs(call)) tooSoon(reply);
    if (isTooSoon(reply, call)) extended.restart(call, 2 * WAIT_SECONDS);
    return reply;
  }),

  "limit.too-many.code": replying("calls too many requests too large", (reply) => {
    if (reply.status === 429) reply.json = { ...reply.json, code: "too-large" };
  }),
} satisfies Partial<FaultsOf<"limit">>;
