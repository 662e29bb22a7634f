/** Faults in whom a server lets in. */
import { answering } from "../fault.ts";
import { isSigned } from "../support/auth.ts";
import { ownOf, trust, trusting } from "../support/trust.ts";
import type { SubtleFault } from "./fault.ts";

/** Milliseconds in which a nonce that was just used may go unnoticed. */
const UNNOTICED = 100;
/** When a Hawk header was good. */
const spent = new Map<string, number>();

export const access: Record<string, SubtleFault> = {
  "token-in-any-case": {
    ...trusting(
      "compares a token without regard to case",
      (call, given) => given?.toLowerCase() === ownOf(call).toLowerCase(),
    ),
    caughtBy: "auth.bad",
  },

  "nonce-used-at-once": {
    ...answering("does not notice a nonce that was used a moment ago", async (call) => {
      const header = call.headers.get("Authorization") ?? "";
      const now = Date.now();
      const fresh = !spent.has(header);
      if (header.startsWith("Hawk ") && fresh) spent.set(header, now);
      const reply = await call.pass();
      const forgiven = reply.status === 401 && !fresh && now - (spent.get(header) ?? 0) < UNNOTICED;
      return forgiven && call.method === "GET" && isSigned(call) ? trust(call) : reply;
    }),
    caughtBy: "auth.hawk.replay",
  },

  "hash-without-body": {
    ...answering("does not look at the Hawk hash of a request without a body", async (call) => {
      const reply = await call.pass();
      return reply.status === 401 && call.octets.length === 0 && isSigned(call) ? trust(call) : reply;
    }),
    caughtBy: "auth.hawk.hash",
  },
};
