/** Servers with one fault each, for the rules of `checks/collection.ts`. */
import { answering, type Call, credentials, type Fault, type FaultsOf, replying } from "./fault.ts";
import { parentOf, peek, recordsOf, turnInto, turnIntoEmptyPage } from "./support/peek.ts";
import { parse, refused, routing } from "./support/request.ts";

const NAME = /^\/(?:control|storage)\/([A-Za-z0-9_-]{1,32})$/;

/** A fault that reads the name of a collection in another way. */
function renaming(does: string, rename: (name: string) => string): Fault {
  return routing(does, (path) => {
    const [, partition = "", name, ...rest] = path.split("/");
    return name === undefined ? path : ["", partition, rename(name), ...rest].join("/");
  });
}

/** The ids that a DELETE of a collection names; null for one of the whole. */
function namedIn(call: Call): string[] | null {
  if (call.operation !== "deleteCollection") return null;
  return call.query.get("ids")?.split(",") ?? null;
}

async function idsOf(call: Call, collection = call.path): Promise<string[]> {
  return (await recordsOf(call, collection)).map(({ id }) => id as string);
}

const reading = {
  "collection.get.ids": replying("takes a record without payload for a deleted one", async (reply, call) => {
    if (call.operation !== "getCollection" || call.query.has("full") || !reply.json?.items) return;
    const filled = (await recordsOf(call, call.path)).filter(({ payload }) => payload !== "");
    const items = reply.json.items.filter((item: string) => filled.some(({ id }) => id === item));
    reply.json = { items };
    reply.headers.set("X-Weave-Records", String(items.length));
  }),

  "collection.get.missing": replying(
    "answers a listing by ids with an empty page where the collection does not exist",
    (reply, call) => {
      if (call.method === "GET" && reply.status === 404 && NAME.test(call.path) && call.query.has("ids"))
        turnIntoEmptyPage(reply);
    },
  ),

  "collection.get.emptied": answering("deletes a collection together with its last record", async (call) => {
    const collection = parentOf(call.path);
    const last = call.operation === "deleteRecord" && (await idsOf(call, collection)).length === 1;
    const exists = last && (await peek(call)).ok;
    return call.pass(exists ? { path: collection } : {});
  }),

  "collection.head": replying("says on HEAD that a page has no records", (reply, call) => {
    if (call.operation === "headCollection" && reply.ok) reply.headers.set("X-Weave-Records", "0");
  }),
} satisfies Partial<FaultsOf<"collection">>;

const writing = {
  "collection.post.creates": answering(
    "drops the collection that it made for a list when a record of the list fails",
    async (call) => {
      if (call.operation !== "postCollection") return call.pass();
      const missing = (await peek(call)).status === 404;
      const reply = await call.pass();
      if (missing && Object.keys(reply.json?.failed ?? {}).length > 0)
        await call.pass({ method: "DELETE", headers: credentials(call.headers) });
      return reply;
    },
  ),

  "collection.delete.gone": bringingBack(),

  "collection.delete.missing": replying(
    "answers 204 to a DELETE by ids of a collection that does not exist",
    (reply, call) => {
      if (namedIn(call) === null || reply.status !== 404) return;
      reply.status = 204;
      reply.headers.set("X-Last-Modified-Version", "0");
    },
  ),

  "collection.delete.ids": answering("compares ids without regard to case when it deletes", async (call) => {
    const named = namedIn(call)?.map((id) => id.toLowerCase());
    const meant = named && (await idsOf(call)).filter((id) => named.includes(id.toLowerCase()));
    return call.pass(meant?.length ? { query: `ids=${meant}` } : {});
  }),

  "collection.delete.ids-missing": answering(
    "stops deleting at the first id that is not there",
    async (call) => {
      const named = namedIn(call);
      const there = named && (await idsOf(call));
      const stop = there ? named.findIndex((id) => !there.includes(id)) : -1;
      return call.pass(stop < 0 ? {} : { query: `ids=${named?.slice(0, stop + 1)}` });
    },
  ),

  "collection.delete.ids-survives": answering(
    "takes a DELETE whose ids leave nothing for one of the collection",
    async (call) => {
      const named = namedIn(call);
      if (!named) return call.pass();
      const left = (await idsOf(call)).filter((id) => !named.includes(id));
      return call.pass(left.length === 0 ? { query: "" } : {});
    },
  ),
} satisfies Partial<FaultsOf<"collection">>;

const naming = {
  "collection.name.syntax": renaming("takes letters of every script in the name of a collection", (name) => {
    const plain = decode(name);
    const foreign = /^[\p{Letter}0-9_-]{1,32}$/u.test(plain) && !/^[A-Za-z0-9_-]*$/.test(plain);
    return foreign ? Buffer.from(plain).toString("hex") : name;
  }),

  "collection.name.length": replying("takes names of collections of up to 31 characters", (reply, call) => {
    const [, , name = ""] = call.path.split("/");
    if (decode(name).length === 32) turnInto(reply, 404, "not-found");
  }),

  "collection.name.case": renaming("compares the names of collections without regard to case", (name) =>
    name.toLowerCase(),
  ),

  "collection.many": answering("takes no more than 50 collections", async (call) => {
    if (call.operation !== "postPartition") return call.pass();
    const list = parse(call.text);
    const named = new Set(Array.isArray(list) ? list.map((element) => Object(element).collection) : []);
    if (named.size <= 50) return call.pass();
    const reply = await refused(call, 422);
    turnInto(reply, 403, "quota-exceeded");
    return reply;
  }),

  "collection.name.ordinary": replying(
    "looks collections up in a plain object, and so finds `constructor`",
    (reply, call) => {
      const [, name = ""] = NAME.exec(call.path) ?? [];
      if (call.method === "GET" && reply.status === 404 && name in {}) turnIntoEmptyPage(reply);
    },
  ),
} satisfies Partial<FaultsOf<"collection">>;

export const collection = { ...reading, ...writing, ...naming } satisfies FaultsOf<"collection">;

/** Only the row of the collection goes; its records are found again by the next one of that name. */
function bringingBack() {
  const left = new Map<string, { id: string; payload: string }[]>();
  return answering(
    "brings the records of a deleted collection back with the next of its name",
    async (call) => {
      const key = `${call.account} ${call.path}`;
      if (call.operation === "deleteCollection" && !namedIn(call)) {
        left.set(key, await recordsOf(call, call.path));
        return call.pass();
      }
      const parent = `${call.account} ${parentOf(call.path)}`;
      const reply = await call.pass();
      const back = left.get(parent);
      if (reply.status !== 201 || !back) return reply;
      left.delete(parent);
      // As many as one list may hold.
      const text = JSON.stringify(back.slice(0, 50).map(({ id, payload }) => ({ id, payload })));
      const headers = { ...credentials(call.headers), "Content-Type": "application/json" };
      await call.pass({ method: "POST", path: parentOf(call.path), headers, text });
      return reply;
    },
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
