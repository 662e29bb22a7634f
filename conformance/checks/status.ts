import { OPERATIONS } from "../contract/document.ts";
import type { ChecksOf } from "../engine/check.ts";
import { expectStatus } from "./support/expect.ts";
import { provoke } from "./support/problems.ts";
import { prepare, SAMPLES, send } from "./support/samples.ts";

export const status = {
  // The contract layer holds every exchange of the run to this rule; here every operation is made to answer once.
  "status.declared": async ({ account }) => {
    await prepare(account);
    for (const sample of SAMPLES) {
      if (sample.method === "DELETE") await prepare(account);
      const operation = OPERATIONS.find(({ id }) => id === sample.operation);
      expectStatus(await send(account, sample), ...(operation?.responses.keys() ?? []));
    }
    for (const { status, answer } of await provoke(account)) expectStatus(answer, status);
  },
} satisfies ChecksOf<"status">;
