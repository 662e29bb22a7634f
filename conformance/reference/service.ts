import { Waits } from "./limits-wait.ts";
import { alertValue, MessageBoard } from "./messages.ts";
import type { Policy } from "./policy.ts";
import { backoffValue, linkValue } from "./policy-headers.ts";
import { Refusal } from "./problem.ts";

const HELP = "https://sync.example.test/upgrade";

/** A mounted service: its policy, and what it remembers of clients beside the data. */
export class Service {
  readonly policy: Policy;
  readonly board: MessageBoard;
  readonly waits = new Waits();

  constructor(policy: Policy) {
    this.policy = policy;
    this.board = new MessageBoard(policy.messages);
  }

  /**
   * Refuses what the service serves to nobody or not to this client, before anything is asked about credentials.
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
   * The value of `X-Weave-Alert` for a response, as things stand after the request.
   * @param now whole seconds since the epoch
   * @returns null where nothing waits for the client
   */
  alert(account: string, client: string, now: number): string | null {
    return alertValue(this.board.pending(account, client, now));
  }
}

/** Whether a request is that of a client: a malformed name is nobody's (message.alert.malformed). */
export function namesClient(headers: Headers): boolean {
  const name = headers.get("x-weave-client");
  return name === null || /^[A-Za-z0-9_-]{1,64}$/.test(name);
}

/** How the client of a request names itself; empty for the nameless one. An ill-formed name is refused elsewhere. */
export function clientOf(headers: Headers): string {
  return headers.get("x-weave-client") ?? "";
}
