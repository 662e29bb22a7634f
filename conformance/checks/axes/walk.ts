/** Changes an account by every kind of write and deletion, and computes what its views show after each. */
import { Buffer } from "node:buffer";
import type { Partition } from "../../contract/document.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { expectSuccess } from "../support/expect.ts";
import type { SessionCheckContext } from "../support/with-sessions.ts";
import { type Moment, moments } from "./axes.ts";

/** The payloads of all records, by collection and id. */
export type Held = Map<string, Map<string, string>>;

/** A write in each form, or a deletion of each kind, and the contents after it. */
interface Step {
  method: string;
  /** Below the partition; null: of the account. */
  path: string | null;
  query?: string;
  body?: RawBody;
  change(held: Held): void;
}

const store = (held: Held, collection: string, id: string, payload: string) => {
  held.set(collection, (held.get(collection) ?? new Map<string, string>()).set(id, payload));
};

/** Of characters that take one to four octets, and of some that JSON escapes. */
const PUT = 'é€😀"\\\n';

/** Steps of which each changes how many records there are, how much they hold, or which collections exist. */
function stepsOf(partition: Partition): Step[] {
  return [
    {
      method: "PUT",
      path: "/c/put",
      body: RawBody.json({ payload: PUT }),
      change: (held) => store(held, "c", "put", PUT),
    },
    {
      method: "POST",
      path: "/c/post",
      body: RawBody.json({ payload: "12" }),
      change: (held) => store(held, "c", "post", "12"),
    },
    {
      method: "POST",
      path: "/d",
      body: RawBody.json([{ id: "a", payload: "123" }, { id: "b" }, { id: "failed", ttl: 0 }]),
      change: (held) => {
        store(held, "d", "a", "123");
        store(held, "d", "b", "");
      },
    },
    {
      method: "POST",
      path: "",
      body: RawBody.lines([
        { collection: "e", id: "a", payload: "1234" },
        { collection: "f", id: "a", payload: "1" },
        { collection: "c", id: "post", payload: "12345" },
      ]),
      change: (held) => {
        store(held, "e", "a", "1234");
        store(held, "f", "a", "1");
        store(held, "c", "post", "12345");
      },
    },
    {
      method: "PUT",
      path: "/c/put",
      body: RawBody.json({ payload: "shorter" }),
      change: (held) => store(held, "c", "put", "shorter"),
    },
    {
      method: "POST",
      path: "/c/post",
      body: RawBody.json({ payload: null }),
      change: (held) => store(held, "c", "post", ""),
    },
    { method: "DELETE", path: "/c/post", change: (held) => held.get("c")?.delete("post") },
    {
      method: "DELETE",
      path: "/d",
      query: "ids=a,missing",
      change: (held) => held.get("d")?.delete("a"),
    },
    {
      method: "DELETE",
      path: "/d",
      query: "ids=a,b",
      change: (held) => held.get("d")?.clear(),
    },
    { method: "DELETE", path: "/e", change: (held) => held.delete("e") },
    { method: "DELETE", path: "", query: "collections=f", change: (held) => held.delete("f") },
    {
      method: "POST",
      path: "",
      body: RawBody.json([
        { collection: "d", id: "a", payload: "again" },
        { collection: "d", id: "b", payload: "not kept" },
        { collection: "g", id: "a", payload: "x" },
      ]),
      change: (held) => {
        store(held, "d", "a", "again");
        store(held, "d", "b", "not kept");
        store(held, "g", "a", "x");
      },
    },
    {
      method: "DELETE",
      path: null,
      query: `keep=${partition}/d/a`,
      change: (held) => {
        for (const name of [...held.keys()]) if (name !== "d") held.delete(name);
        held.get("d")?.delete("b");
      },
    },
    { method: "DELETE", path: "", change: (held) => held.clear() },
  ];
}

/** Where a walk has come to. */
export interface Stop {
  /** What the partition holds now; the other one holds nothing. */
  held: Held;
  /** What made it so. */
  answer: Answer;
  moment: Moment;
}

/**
 * Changes an account in each way there is, at once and then once more by commits, each of which holds some of them.
 * @param look is called after each change; what it reads, a careless server goes on showing
 */
export async function walk(context: SessionCheckContext, look: (stop: Stop) => Promise<void>): Promise<void> {
  const { account, partition, begin } = context;
  const held: Held = new Map();
  for (const moment of moments()) {
    const steps = stepsOf(partition);
    while (steps.length > 0) {
      const some = steps.splice(0, moment === "at once" ? 1 : 3);
      const session = moment === "committed" ? await begin({ scope: ["control", "storage"] }) : null;
      let answer: Answer | null = null;
      for (const { method, path, query, body = null, change } of some) {
        const target = `${path === null ? "/" : `/${partition}${path}`}${query ? `?${query}` : ""}`;
        const sent = session
          ? session.request(method, target, body ?? undefined)
          : account.send(method, target, body);
        answer = expectSuccess(await sent);
        change(held);
      }
      if (session) answer = expectSuccess(await session.commit());
      if (answer) await look({ held, answer, moment });
    }
  }
}

/** What a view must say of each collection that holds records. */
export function viewOf(partition: Partition, held: Held, of: (records: Map<string, string>) => number) {
  const filled = [...held].filter(([, records]) => records.size > 0);
  return Object.fromEntries(filled.map(([name, records]) => [`${partition}/${name}`, of(records)]));
}

/** The content of a view without collections that have no records: other rules say whether these are listed. */
export function filledOf(partition: Partition, held: Held, view: Record<string, number> = {}) {
  const isEmpty = (path: string) =>
    [...held].some(([name, { size }]) => size === 0 && path === `${partition}/${name}`);
  return Object.fromEntries(Object.entries(view).filter(([path]) => !isEmpty(path)));
}

/** UTF-8 octets of the payloads of records. */
export function octetsOf(records: Map<string, string>): number {
  return [...records.values()].reduce((sum, payload) => sum + Buffer.byteLength(payload), 0);
}
