/** Checks that a server in maintenance answers every request 503, whatever its path, method or credentials. */
import { type ChecksOf, needs } from "../runner/define-check.ts";
import {
  everyOperationRefused,
  everythingElseRefused,
  type Refusal,
  refusedWhateverCredentials,
} from "./support/everything-refused.ts";

const UNAVAILABLE: Refusal = { status: 503, code: "unavailable" };

export const unavailable = {
  "unavailable.code": needs({ ordinary: true }, (context) => everyOperationRefused(context, UNAVAILABLE)),

  "unavailable.credentials": needs({ ordinary: true, partitions: 1 }, (context) =>
    refusedWhateverCredentials(context, UNAVAILABLE),
  ),

  "unavailable.path": needs({ ordinary: true, partitions: 1 }, (context) =>
    everythingElseRefused(context, UNAVAILABLE),
  ),
} satisfies ChecksOf<"unavailable">;
