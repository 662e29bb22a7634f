/** Passes a call on with good credentials, for faults that let everybody in. */
import { publicToken } from "../../authenticate.ts";
import { answering, type Call, type Fault, headersWith, type Reply } from "../fault.ts";

/** The value of `Authorization` that an account takes. */
export function ownOf({ account }: Call): string {
  return `Bearer ${publicToken(account ?? "")}`;
}

/** Passes a call on as if its credentials were good. */
export function trust(call: Call, method = call.method): Promise<Reply> {
  return call.pass({ method, headers: headersWith(call.headers, { Authorization: ownOf(call) }) });
}

/** A fault that trusts more calls than it should. */
export function trusting(does: string, trusts: (call: Call, given: string | null) => boolean): Fault {
  return answering(does, (call) =>
    trusts(call, call.headers.get("Authorization")) ? trust(call) : call.pass(),
  );
}
