/** Makes faults in problems of the lifecycle of the protocol. */
import { type Call, type Fault, type Reply, replying } from "../fault.ts";

export const SUCCESSOR = "https://sync.example.test/3.0/";

/** A fault in the code or members of one kind of problem. */
export function problem(
  does: string,
  code: string,
  change: (reply: Reply, call: Call) => void | Promise<void>,
): Fault {
  return replying(does, async (reply, call) => {
    // The answer to a HEAD has no code, and no fault that shows.
    if (reply.json?.code === code) await change(reply, call);
  });
}
