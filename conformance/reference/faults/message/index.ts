import { answering, type Call, type Fault, type FaultsOf, headersWith, replying } from "../fault.ts";
import { wait } from "../support/pause.ts";
import { peek, turnInto } from "../support/peek.ts";

const ALERT = "X-Weave-Alert";
const CLIENT = "X-Weave-Client";
const LANGUAGE = "Accept-Language";

// biome-ignore lint/suspicious/noExplicitAny: a fault knows what it breaks
type Item = any;

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

/** A fault that lists other messages than it should. */
function listing(does: string, change: (items: Item[], call: Call) => Item[]): Fault {
  return replying(does, (reply, call) => {
    const list = call.operation === "getMessages" && reply.ok ? reply.json : undefined;
    if (list?.items) reply.json = { items: change(list.items, call) };
  });
}

/** A fault that understands `Accept-Language` otherwise. */
function preferring(does: string, change: (wanted: string) => string): Fault {
  return answering(does, (call) => {
    const wanted = call.headers.get(LANGUAGE);
    if (wanted === null) return call.pass();
    return call.pass({ headers: headersWith(call.headers, { [LANGUAGE]: change(wanted) }) });
  });
}

/** Counts what happened, by name. */
function counter(): { of(name: string): number; raise(name: string): void } {
  const counts = new Map<string, number>();
  const of = (name: string) => counts.get(name) ?? 0;
  return { of, raise: (name) => void counts.set(name, of(name) + 1) };
}

const nameOf = ({ account, headers }: Call) => `${account} ${headers.get(CLIENT) ?? ""}`;

/** What every account has been shown, to tell what expires. */
const shown = new Map<string | null, Item[]>();
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

const list = {
  "message.list.pending": listing("lists only the severest message", (items) => items.slice(0, 1)),

  "message.list.client": replying("has no list where nothing is left in it", (reply, { operation }) => {
    if (operation === "getMessages" && reply.ok && reply.json.items.length === 0)
      turnInto(reply, 404, "not-found");
  }),

  "message.list.expired": listing("forgets to look whether a message has expired", (items, { account }) => {
    const now = Date.now() / 1000;
    const before = shown.get(account) ?? [];
    const expired = before.filter(
      ({ id, expires }) => expires < now && items.every((item) => item.id !== id),
    );
    shown.set(account, [...items, ...expired]);
    return [...items, ...expired];
  }),

  "message.head": answering("looks at what is acceptable only where it sends a body", (call) => {
    if (call.operation !== "headMessages") return call.pass();
    return call.pass({ headers: headersWith(call.headers, { Accept: null }) });
  }),
} satisfies Partial<FaultsOf<"message">>;

const alert = {
  "message.alert.form": replying("gives each severity as a string", ({ headers }) => {
    const value = headers.get(ALERT);
    if (value) headers.set(ALERT, value.replace(/severity=(\w+)/g, 'severity="$1"'));
  }),

  "message.alert.present": replying("announces nothing on a 304", ({ status, headers }) => {
    if (status === 304) headers.delete(ALERT);
  }),

  "message.alert.pending": replying("announces all messages as warnings", ({ headers }) => {
    const value = headers.get(ALERT);
    if (value) headers.set(ALERT, value.replace(/severity=\w+/g, "severity=warning"));
  }),

  "message.alert.order": replying("announces the mildest messages first", ({ headers }) => {
    const value = headers.get(ALERT);
    if (value) headers.set(ALERT, value.split(", ").reverse().join(", "));
  }),

  "message.alert.malformed": replying(
    "takes a client with a malformed name for the nameless one",
    async (reply, call) => {
      const name = call.headers.get(CLIENT);
      if (name === null || /^[\w-]{1,64}$/.test(name) || reply.status === 401) return;
      const value = (await peek(call, "/info/collections")).headers.get(ALERT);
      if (value !== null) reply.headers.set(ALERT, value);
    },
  ),

  "message.alert.none": replying("announces that there is nothing", ({ status, headers }) => {
    if (status !== 401 && !headers.has(ALERT)) headers.set(ALERT, '"none";severity=info');
  }),
} satisfies Partial<FaultsOf<"message">>;

const acknowledge = {
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

const language = {
  "message.language": preferring("takes the first language, whatever the weights", (wanted) =>
    wanted.replace(/;[ \t]*q=[0-9.]+/gi, "").replace(/,.*/, ""),
  ),

  "message.language.lines": {
    does: "looks at the last line of Accept-Language only",
    handler: (next) => (request, env) => {
      const [last = null, ...before] = (env.incoming.headersDistinct["accept-language"] ?? []).toReversed();
      if (before.length === 0 || request.method !== "GET") return next(request, env);
      return next(new Request(request, { headers: headersWith(request.headers, { [LANGUAGE]: last }) }), env);
    },
  },

  "message.language.lookup": preferring("knows no language of a region", (wanted) =>
    wanted
      .split(",")
      .filter((range) => !range.includes("-"))
      .join(","),
  ),

  "message.language.default": preferring("shows French to those whose language it lacks", (wanted) =>
    /\b(?:en|de|fr)\b|\*/i.test(wanted) ? wanted : "fr",
  ),

  "message.language.any": replying("answers 406 where it has none of the languages", (reply, call) => {
    const wanted = call.headers.get(LANGUAGE);
    if (call.path !== "/messages" || !reply.ok || wanted === null) return;
    if (!/\b(?:en|de|fr)\b|\*/i.test(wanted)) turnInto(reply, 406, "not-acceptable");
  }),
} satisfies Partial<FaultsOf<"message">>;

export const message = { ...list, ...alert, ...acknowledge, ...language } satisfies FaultsOf<"message">;
