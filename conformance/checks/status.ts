import type { ChecksOf } from "../engine/check.ts";
import { provoke } from "./support/problems.ts";
import { prepare, SAMPLES, sendValid } from "./support/samples.ts";

export const status = {
  // The contract layer holds every exchange of the run to this rule; here every operation succeeds once, and every
  // kind of problem shows once.
  "status.declared": async ({ account }) => {
    await prepare(account);
    for (const sample of SAMPLES) {
      if (sample.method === "DELETE") await prepare(account);
      await sendValid(account, sample);
    }
    await provoke(account);
  },
} satisfies ChecksOf<"status">;
