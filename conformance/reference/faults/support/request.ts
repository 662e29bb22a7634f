/** Makes faults that read a request in another way than it was sent. */
import type { StoredRecord } from "../../store.ts";
import { answering, type Call, credentials, type Fault, type Reply } from "../fault.ts";
import { MODIFIED, peek } from "./peek.ts";

/** A fault that understands the query otherwise than it stands. */
export function querying(does: string, change: (query: URLSearchParams, call: Call) => void): Fault {
  return answering(does, (call) => {
    const query = new URLSearchParams(call.query);
    change(query, call);
    return call.pass({ query: query.toString() });
  });
}

/** A fault that understands the path otherwise than it stands. */
export function routing(does: string, change: (path: string) => string): Fault {
  return answering(does, (call) => call.pass({ path: change(call.path) }));
}

/**
 * A fault that understands the object in the body of a PUT or POST of one record otherwise than it stands.
 * @param change returns what is to stand for the body, or the body itself
 */
// biome-ignore lint/suspicious/noExplicitAny: a fault knows what it breaks
export function sending(does: string, change: (body: any, call: Call) => unknown): Fault {
  return answering(does, async (call) => {
    const body = writesRecord(call) ? parse(call.text) : undefined;
    if (Object(body) !== body || Array.isArray(body)) return call.pass();
    const changed = await change(body, call);
    return call.pass(changed === body ? {} : { text: JSON.stringify(changed) });
  });
}

/** JSON; undefined where it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a call is a PUT or POST of one record. */
export function writesRecord({ operation }: Call): boolean {
  return operation === "putRecord" || operation === "postRecord";
}

/** The server's own refusal, as it answers what is wrong in no other way. */
export function refused(call: Call, status: 404 | 422): Promise<Reply> {
  return status === 404
    ? peek(call, "/nowhere")
    : call.pass({
        method: "GET",
        path: "/info/quota",
        query: "",
        headers: { ...credentials(call.headers), [MODIFIED]: "malformed" },
      });
}

/** Changes the records of a listing that was asked for with `full`. */
export function eachListed(
  reply: Reply,
  { operation }: Call,
  change: (record: Partial<StoredRecord>) => void,
) {
  const page = reply.json as { items?: unknown[] } | undefined;
  if ((operation !== "getCollection" && operation !== "getPartition") || !page?.items) return;
  for (const item of page.items) if (typeof item === "object") change(item as Partial<StoredRecord>);
  reply.json = page;
}
