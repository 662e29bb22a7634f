/** Servers with one fault each, for the rules of `checks/batch.ts`. */
import { isUtf8 } from "node:buffer";
import { bodyFaults } from "../validate.ts";
import {
  answering,
  type Call,
  credentials,
  type Fault,
  type FaultsOf,
  type Reply,
  replying,
  storing,
} from "./fault.ts";

import { refused } from "./support/request.ts";

type Element = Record<string, unknown>;

interface Result {
  success: string[];
  failed: Record<string, string[]>;
}

/** A fault in how a list that comes as JSON is handled. */
function listing(does: string, answer: (list: Element[], call: Call) => Promise<Reply>): Fault {
  return answering(does, (call) => {
    const list = bodyOf(call);
    return Array.isArray(list) ? answer(list, call) : call.pass();
  });
}

/** A fault that takes another list than the one that came. */
function rewriting(does: string, rewrite: (list: Element[]) => unknown[]): Fault {
  return listing(does, (list, call) => call.pass({ text: JSON.stringify(rewrite(list)) }));
}

/** A fault in what is said of a list. */
function telling(does: string, tell: (result: Result) => Result): Fault {
  return replying(does, (reply, call) => {
    if (isList(call) && reply.ok) reply.json = tell(reply.json);
  });
}

/** Whether a call is the POST of a list, to a collection or to a partition. */
function isList({ operation }: Call): boolean {
  return operation === "postCollection" || operation === "postPartition";
}

/** The body of a list POST; undefined where it is none, or no JSON. */
function bodyOf(call: Call): unknown {
  const { octets, text } = call;
  if (!isList(call) || !isUtf8(octets)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A fault in how a list that comes as lines is read. */
function reading(does: string, read: (text: string) => string): Fault {
  return answering(does, (call) => {
    const isLines = call.headers.get("Content-Type") === "application/newlines" && isUtf8(call.octets);
    return call.pass(isLines ? { text: read(call.text) } : {});
  });
}

const UPDATE = { $ref: "#/components/schemas/RecordUpdate" };

function isValid(element: unknown): boolean {
  const { collection: _, ...fields } = Object(element) as Element;
  return bodyFaults(UPDATE, fields).length === 0;
}

/** The name by which the answer to a list calls a record. */
function nameOf(element: Element): string {
  const { collection, id } = Object(element) as Element;
  return collection === undefined ? String(id) : `${collection}/${id}`;
}

export const batch = {
  "batch.ok": telling(
    "gives the records that failed among the successful ones too",
    ({ success, failed }) => ({ success: [...success, ...Object.keys(failed)], failed }),
  ),

  "batch.failed.reason": telling(
    "calls a field of a failed record that is not defined invalid",
    ({ success, failed }) => {
      const told = Object.entries(failed).map(([id, faults]) => [
        id,
        faults.map((fault) => fault.replace(/unexpected$/, "invalid")),
      ]);
      return { success, failed: Object.fromEntries(told) };
    },
  ),

  "batch.partial": listing("stores nothing of what follows an invalid record", async (list, call) => {
    if (new Set(list.map(nameOf)).size < list.length) return call.pass();
    const end = list.findIndex((element) => !isValid(element));
    const reply = await call.pass({
      text: JSON.stringify(list.filter((element, index) => index < end || end < 0 || !isValid(element))),
    });
    if (reply.ok && end >= 0) {
      const { success, failed } = reply.json as Result;
      const later = list.slice(end).filter(isValid);
      reply.json = { success: [...success, ...later.map(nameOf)], failed };
    }
    return reply;
  }),

  "batch.not-a-list": answering("takes a record for a list of one", (call) => {
    const body = bodyOf(call);
    return call.pass(Object(body).id === undefined ? {} : { text: JSON.stringify([body]) });
  }),

  "batch.element": rewriting("takes a number for the id that its digits are", (list) =>
    list.map((element) =>
      typeof element?.id === "number" ? { ...element, id: String(element.id) } : element,
    ),
  ),

  "batch.duplicate": rewriting("notices an id that stands twice only when it does so in a row", (list) =>
    list.filter((element, index) => {
      const last = list.findLastIndex((other) => nameOf(other) === nameOf(element));
      return last <= index + 1;
    }),
  ),

  "batch.as-post": rewriting("resets a sortindex that a record of a list leaves out", (list) =>
    list.map((element) => (element?.id === undefined ? element : { sortindex: null, ...element })),
  ),

  "batch.refused-whole": listing(
    "stores the records of a list one by one until one is malformed",
    async (list, call) => {
      const reply = await call.pass();
      if (reply.status === 422) {
        for (const element of list) {
          if (!(await call.pass({ text: JSON.stringify([element]) })).ok) break;
        }
      }
      return reply;
    },
  ),

  "batch.one-version": storing("takes a version for each record of a list", (store) => ({
    write(account, changes) {
      const [first, ...rest] = changes.map((change) => store.write(account, [change]));
      if (!first) return store.write(account, []);
      return rest.reduce(
        (sum, written) => ({
          ...(written.changed ? written : sum),
          created: [...sum.created, ...written.created],
        }),
        first,
      );
    },
  })),

  "batch.creates-nothing": replying(
    "makes the collection before it looks at the records",
    async (reply, call) => {
      if (call.operation !== "postCollection" || !reply.ok || reply.json.success.length > 0) return;
      const headers = credentials(call.headers);
      if ((await call.pass({ method: "GET", query: "", headers })).status !== 404) return;
      await call.pass({ text: '[{"id":"first"}]' });
      await call.pass({ method: "DELETE", query: "ids=first", headers });
    },
  ),

  "batch.newlines.taken": reading("takes an escaped line feed for the end of a line", (text) =>
    text.replaceAll("\\n", "\n"),
  ),

  "batch.newlines.lines": reading("drops what follows the last line feed", (text) =>
    text.slice(0, text.lastIndexOf("\n") + 1),
  ),

  "batch.newlines.empty": answering("refuses lines of which there are none", (call) =>
    call.headers.get("Content-Type") === "application/newlines" && call.text.trim() === ""
      ? refused(call, 422)
      : call.pass(),
  ),
} satisfies FaultsOf<"batch">;
