/** Faults in what is refused, and in what a refusal says. */
import { answering, type Fault, headersWith, replying } from "../fault.ts";
import { MODIFIED, UNMODIFIED } from "../support/peek.ts";
import type { SubtleFault } from "./fault.ts";

/** A fault that keeps the version of a condition in 32 bits, so that a great one becomes a small one. */
function narrow(header: string): Fault {
  return answering(`keeps \`${header}\` in 32 bits`, (call) => {
    const version = Number(call.headers.get(header) ?? 0);
    if (!Number.isSafeInteger(version) || version < 2 ** 32) return call.pass();
    return call.pass({ headers: headersWith(call.headers, { [header]: String(version % 2 ** 32) }) });
  });
}

export const refusals: Record<string, SubtleFault> = {
  "modified-in-32-bits": { ...narrow(MODIFIED), caughtBy: "conditional.modified.unchanged" },
  "unmodified-in-32-bits": { ...narrow(UNMODIFIED), caughtBy: "conditional.unmodified.unchanged" },
  "deletion-hash-overlooked": {
    ...answering("does not look at the body of a deletion for its Hawk hash", (call) =>
      call.method === "DELETE" ? call.pass({ text: "" }) : call.pass(),
    ),
    caughtBy: "auth.hawk.hash",
  },
  "query-called-body": {
    ...replying("says that a query parameter of a write is in its body", (reply, { method }) => {
      if (reply.status !== 422 || (method !== "PUT" && method !== "POST")) return;
      const { errors } = reply.json as { errors?: { location: string }[] };
      const moved = errors?.map((error) =>
        error.location === "query" ? { ...error, location: "body" } : error,
      );
      reply.json = { ...reply.json, errors: moved };
    }),
    caughtBy: "error.invalid.query",
  },
};
