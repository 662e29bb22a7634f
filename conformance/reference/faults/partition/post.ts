/** Servers with one fault each, for the rules of `checks/partition/post.ts`. */
import type { Written } from "../../stored-changes.ts";
import { bodyFaults } from "../../validate.ts";
import {
  answering,
  type Call,
  credentials,
  type Fault,
  type FaultsOf,
  type Reply,
  replying,
  storing,
} from "../fault.ts";
import { peek } from "../support/peek.ts";
import { parse, refused } from "../support/request.ts";

type Element = { collection?: unknown; id?: unknown; [member: string]: unknown };

/** A fault in how a list to a partition is handled that comes as JSON and is well-formed. */
function listing(does: string, answer: (list: Element[], call: Call) => Promise<Reply> | Reply): Fault {
  return answering(does, (call) => {
    const list = call.operation === "postPartition" ? parse(call.text) : undefined;
    const formed = Array.isArray(list) && list.every((element) => typeof element?.id === "string");
    return formed ? answer(list, call) : call.pass();
  });
}

const sending = (list: Element[]) => ({ text: JSON.stringify(list) });
const nameOf = ({ collection, id }: Element) => `${collection}/${id}`;

const UPDATE = { $ref: "#/components/schemas/RecordUpdate" };
const isValid = ({ collection: _, ...fields }: Element) => bodyFaults(UPDATE, fields).length === 0;

export const partitionPost = {
  "partition.post.stores": listing(
    "compares the names in `collection` without regard to case",
    (list, call) =>
      call.pass(
        sending(list.map((each) => ({ ...each, collection: String(each.collection).toLowerCase() }))),
      ),
  ),

  "partition.post.creates": replying(
    "drops a collection that it made for a list when a record of it fails",
    async (reply, call) => {
      if (call.operation !== "postPartition" || !reply.ok) return;
      const version = reply.headers.get("X-Last-Modified-Version");
      for (const name of Object.keys(reply.json.failed)) {
        const path = `${call.path}/${name.split("/")[0]}`;
        const { json, headers } = await peek(call, path, "full=");
        const made = json?.items?.every((record: { version: number }) => String(record.version) === version);
        if (!made || headers.get("X-Weave-Records") === "0") continue;
        await call.pass({ method: "DELETE", path, query: "", headers: credentials(call.headers) });
      }
    },
  ),

  "partition.post.one-version": storing("takes a version for each collection of a list", (store) => ({
    write(account, changes, quota) {
      const lists = new Map<string, typeof changes>();
      for (const change of changes) {
        if (change.kind !== "update") return store.write(account, changes, quota);
        lists.set(change.collection, [...(lists.get(change.collection) ?? []), change]);
      }
      const all = [...lists.values()].map((list) => store.write(account, list, quota));
      const last: Written = all.at(-1) ?? store.write(account, [], quota);
      return { ...last, created: all.flatMap(({ created }) => created) };
    },
  })),

  "partition.post.paths": replying("names the records that fail by their ids alone", (reply, call) => {
    if (call.operation !== "postPartition" || !reply.ok) return;
    const { success, failed } = reply.json;
    const told = Object.entries(failed).map(([name, faults]) => [name.split("/")[1], faults]);
    reply.json = { success, failed: Object.fromEntries(told) };
  }),

  "partition.post.collection": listing("takes the full path for the name of a collection", (list, call) =>
    call.pass(
      sending(
        list.map((each) => ({
          ...each,
          collection: String(each.collection).replace(/^(?:control|storage)\//, ""),
        })),
      ),
    ),
  ),

  "partition.post.duplicate": listing("lets the last of two records of one name win", (list, call) => {
    const last = new Map(list.map((each) => [nameOf(each), each]));
    return call.pass(last.size < list.length ? sending([...last.values()]) : {});
  }),

  "partition.post.same-id": listing("takes an id that stands twice for a duplicate anywhere", (list, call) =>
    new Set(list.map(({ id }) => id)).size < list.length ? refused(call, 422) : call.pass(),
  ),

  "partition.post.partial": listing(
    "stores nothing in a collection of which a record fails",
    async (list, call) => {
      if (new Set(list.map(nameOf)).size < list.length) return call.pass();
      const bad = new Set(list.filter((each) => !isValid(each)).map(({ collection }) => collection));
      const lost = list.filter((each) => isValid(each) && bad.has(each.collection));
      const reply = await call.pass(sending(list.filter((each) => !lost.includes(each))));
      if (reply.ok) {
        const { success, failed } = reply.json;
        reply.json = { success: [...success, ...lost.map(nameOf)], failed };
      }
      return reply;
    },
  ),
} satisfies Partial<FaultsOf<"partition">>;
