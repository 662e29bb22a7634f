/** Servers with one fault each, for the rules of `checks/message/acknowledge.ts`. */
import { answering, type Call, type Fault, type FaultsOf, headersWith, replying } from "../fault.ts";
import { CLIENT } from "../support/message.ts";
import { wait } from "../support/pause.ts";

/** A fault that takes a client for another one; undefined leaves it as it is. */
function mistaking(
  does: string,
  other: (call: Call, client: string | null) => string | undefined,
  after: (call: Call, ok: boolean) => void = () => {},
): Fault {
  return answering(does, async (call) => {
    const name = other(call, call.headers.get(CLIENT));
    const reply = await call.pass(
      name === undefined ? {} : { headers: headersWith(call.headers, { [CLIENT]: name }) },
    );
    after(call, reply.ok);
    return reply;
  });
}

/** Counts what happened, by name. */
function counter(): { of(name: string): number; raise(name: string): void } {
  const counts = new Map<string, number>();
  const of = (name: string) => counts.get(name) ?? 0;
  return { of, raise: (name) => void counts.set(name, of(name) + 1) };
}

const nameOf = ({ account, headers }: Call) => `${account} ${headers.get(CLIENT) ?? ""}`;

const acknowledged = counter();

const wiped = counter();

let nameless = 0;

/** The account whose message it is, by id. */
const owners = new Map<string, string | null>();

const done = new Set<string>();

/** Milliseconds that pass between looking at a message and acknowledging it. */
const MOMENT = 300;

/** When messages were acknowledged, by client and path. */
const moments = new Map<string, number>();

export const messageAcknowledge = {
  "message.acknowledge.ok": replying("answers 200 to an acknowledgement", (reply, { operation }) => {
    if (operation === "deleteMessage" && reply.ok) reply.status = 200;
  }),

  // Under another name a client has acknowledged nothing yet.
  "message.acknowledge.once": mistaking(
    "remembers of each client only what it acknowledged last",
    (call, client) => {
      if (client === null || client.length > 50) return undefined;
      if (call.operation === "deleteMessage") acknowledged.raise(nameOf(call));
      return `${client}-${acknowledged.of(nameOf(call))}`;
    },
  ),

  "message.acknowledge.concurrent": answering(
    "looks whether a message is pending a moment before it is acknowledged",
    async (call) => {
      if (call.operation !== "deleteMessage") return call.pass();
      const name = `${nameOf(call)} ${call.path}`;
      const begun = performance.now();
      await wait(MOMENT);
      const reply = await call.pass();
      if (reply.ok) moments.set(name, performance.now());
      if (reply.status !== 404 || begun > (moments.get(name) ?? 0)) return reply;
      reply.status = 204;
      reply.headers.delete("Content-Type");
      reply.text = "";
      return reply;
    },
  ),

  "message.acknowledge.this-client": mistaking("takes all clients that have a name for one", (_, client) =>
    client === null ? undefined : "any",
  ),

  "message.acknowledge.nameless": mistaking(
    "takes every request without a name for a new client",
    (_, client) => (client === null ? `nameless-${nameless++}` : undefined),
  ),

  "message.acknowledge.wiped": mistaking(
    "forgets with the data of an account what was acknowledged there",
    (call, client) =>
      client === null ? undefined : `${client.slice(0, 50)}-${wiped.of(String(call.account))}`,
    (call, ok) => {
      if (call.operation === "deleteAccount" && ok) wiped.raise(String(call.account));
    },
  ),

  "message.acknowledge.missing": replying("lets an acknowledgement be repeated", (reply, call) => {
    if (call.operation !== "deleteMessage") return;
    const name = `${nameOf(call)} ${call.path}`;
    if (reply.ok) done.add(name);
    if (reply.status !== 404 || !done.has(name)) return;
    reply.status = 204;
    reply.headers.delete("Content-Type");
    reply.text = "";
  }),

  "message.acknowledge.foreign": replying("finds a message by its id, whosever it is", (reply, call) => {
    if (call.operation === "getMessages" && reply.ok) {
      for (const { id } of reply.json.items) owners.set(id, call.account);
    }
    const owner = owners.get(call.path.replace("/messages/", ""));
    if (call.operation !== "deleteMessage" || reply.status !== 404) return;
    if (owner === undefined || owner === call.account) return;
    reply.status = 204;
    reply.headers.delete("Content-Type");
    reply.text = "";
  }),
} satisfies Partial<FaultsOf<"message">>;
