/** Changes and lists of sessions, as faults look at them. */
import type { Change } from "../../stored-changes.ts";
import type { Call, Reply } from "../fault.ts";
import { parse } from "./request.ts";
import { SESSION } from "./session-leasing.ts";

// biome-ignore lint/suspicious/noExplicitAny: a fault knows what it breaks
export type Wanted = any;

export const changesOf = (staged: { change: Change }[]) => staged.map(({ change }) => change);

/** The elements of a list that goes to a partition, each as a request of its own. */
export async function passOneByOne(call: Call): Promise<void> {
  const list = (parse(call.text) ?? []) as { collection: string; id: string }[];
  for (const { collection, ...record } of list) {
    const path = `${call.path}/${collection}/${record.id}`;
    await call.pass({ path, text: JSON.stringify(record) });
  }
}

export function isStaged({ headers }: Call, reply: Reply): boolean {
  return headers.has(SESSION) && reply.status === 202;
}
