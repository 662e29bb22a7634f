/** Checks that a server answers only with statuses that the document defines for the operation. */
import type { ChecksOf } from "../runner/define-check.ts";
import { provoke } from "./support/provoke-problems.ts";
import { prepare, samples, sendValid } from "./support/sample-requests.ts";

export const status = {
  // The contract layer holds every exchange of the run to this rule; here every operation succeeds once, and every
  // kind of problem shows once.
  "status.declared": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const sample of samples(partition)) {
      if (sample.method === "DELETE") await prepare(account, partition);
      await sendValid(account, sample);
    }
    await provoke(account, partition);
  },
} satisfies ChecksOf<"status">;
