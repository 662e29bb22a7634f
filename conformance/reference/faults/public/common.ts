/** What the faults of public servers share: kinds of calls, and replies as a framework gives them. */
import type { Call, Reply } from "../fault.ts";
import { peek, turnInto, VERSION } from "../support/peek.ts";

/** Whether a call reads. */
export function reads({ method }: Call): boolean {
  return method === "GET" || method === "HEAD";
}

/** Whether a call lists a collection or a partition. */
export function lists({ operation }: Call): boolean {
  return operation === "getCollection" || operation === "getPartition";
}

/** A problem that a server gives without performing the call. */
export async function problem(call: Call, status: number, code: string, version?: number): Promise<Reply> {
  const reply = await peek(call, "/info/quota");
  // Whoever is not let in learns nothing else.
  if (reply.ok) turnInto(reply, status, code, version);
  return reply;
}

/** Makes a crash of a reply, as a framework answers an exception that nobody caught. */
export function crash(reply: Reply): void {
  turnInto(reply, 500, "internal-error");
  reply.headers.delete(VERSION);
}

/** The refusal of one query parameter. */
export function refuseQuery(reply: Reply, name: string): void {
  turnInto(reply, 422, "invalid-request");
  reply.json = {
    ...reply.json,
    errors: [{ location: "query", name, reason: "invalid", description: `${name} is not understood` }],
  };
}
