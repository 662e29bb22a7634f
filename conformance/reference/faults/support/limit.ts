/** Reads the lists in calls, and replaces them. */
import type { Call, Reply } from "../fault.ts";
import { parse } from "./request.ts";

export type Element = { payload?: unknown };

/** The list in the body of a call; null where there is none. */
export function listOf({ operation, text }: Call): Element[] | null {
  const list = operation === "postCollection" || operation === "postPartition" ? parse(text) : null;
  return Array.isArray(list) ? list : null;
}

export const bytes = (payload: string) => Buffer.byteLength(payload);

/** Sends a list that is something else, and is answered as it is. */
export function instead(call: Call, list: unknown[]): Promise<Reply> {
  return call.pass({ text: JSON.stringify(list) });
}
