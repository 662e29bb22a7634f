/** A mounted service: its policy, and the state it keeps about clients. */

import { alertValue, MessageBoard } from "./messages.ts";
import { Waits } from "./oversize-waits.ts";
import type { Policy } from "./policy.ts";
import { backoffValue, linkValue } from "./policy-headers.ts";
import { Refusal } from "./problem.ts";

const HELP = "https://sync.example.test/upgrade";

/** A mounted service: its policy, its messages, and the waits of its clients. */
export class Service {
  readonly policy: Policy;
  readonly board: MessageBoard;
  readonly waits = new Waits();

  constructor(policy: Policy) {
    this.policy = policy;
    this.board = new MessageBoard(policy.messages);
  }

  /**
   * Refuses a request that the service performs for no client, or not for this one, before the credentials are checked.
   * @throws Refusal 503, 410, 403, in this order
   */
  admit(headers: Headers): void {
    const { maintenance, protocol, supportsClient } = this.policy;
    if (maintenance) {
      const { retryAfter, backoff } = maintenance;
      throw new Refusal(503, {
        headers: { "Retry-After": String(retryAfter), "X-Weave-Backoff": backoffValue(backoff) },
      });
    }
    if (protocol.status === "retired") {
      throw new Refusal(410, {
        code: "protocol-retired",
        headers: { Link: linkValue(protocol.successor, "successor-version") },
        members: { supported: protocol.supported },
      });
    }
    if (!supportsClient(headers.get("user-agent") ?? "")) {
      throw new Refusal(403, { code: "upgrade-client", headers: { Link: linkValue(HELP, "help") } });
    }
  }

  /**
   * The value of `X-Weave-Alert` for a response, after the request is performed.
   * @param now whole seconds since the epoch
   * @returns null if the client has no pending messages
   */
  alert(account: string, client: string, now: number): string | null {
    return alertValue(this.board.pending(account, client, now));
  }
}

/** Whether a request has a valid client name or none; a malformed name is no client (message.alert.malformed). */
export function namesClient(headers: Headers): boolean {
  const name = headers.get("x-weave-client");
  return name === null || /^[A-Za-z0-9_-]{1,64}$/.test(name);
}

/** The client name of a request; empty for none. Another step refuses a malformed name. */
export function clientOf(headers: Headers): string {
  return headers.get("x-weave-client") ?? "";
}
