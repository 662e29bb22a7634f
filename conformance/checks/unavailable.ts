import { type ChecksOf, needs } from "../runner/define-check.ts";
import {
  everyOperationRefused,
  everythingElseRefused,
  type Refusal,
  refusedWhateverCredentials,
} from "./support/refusing.ts";

const UNAVAILABLE: Refusal = { status: 503, code: "unavailable" };

export const unavailable = {
  "unavailable.code": needs({ ordinary: true }, (trial) => everyOperationRefused(trial, UNAVAILABLE)),

  "unavailable.credentials": needs({ ordinary: true, partitions: 1 }, (trial) =>
    refusedWhateverCredentials(trial, UNAVAILABLE),
  ),

  "unavailable.path": needs({ ordinary: true, partitions: 1 }, (trial) =>
    everythingElseRefused(trial, UNAVAILABLE),
  ),
} satisfies ChecksOf<"unavailable">;
