/** Checks that `X-Weave-Backoff` is well-formed, and that a request whose 2xx carries it was performed. */
import { isDeepStrictEqual } from "node:util";
import type { Answer } from "../exchange/answer.ts";
import { type ChecksOf, needs } from "../runner/define-check.ts";
import { NotApplicable, Untested } from "../runner/outcomes.ts";
import { contentsOf } from "./support/account-contents.ts";
import { control, expectThat } from "./support/expect.ts";
import { changes } from "./support/expect-unchanged.ts";
import { responses } from "./support/responses-of-all-kinds.ts";
import { prepare, sendValid } from "./support/sample-requests.ts";

const BACKOFF = "X-Weave-Backoff";

const hasBackoff = (answer: Answer) => answer.header(BACKOFF) !== undefined;

export const backoff = {
  // The contract layer judges the form wherever the field turns up, which it has to do for that.
  "backoff.form": needs({ partitions: 1, scenario: "backoff" }, async ({ account, partition }) => {
    if ((await responses(account, partition)).some(hasBackoff)) return;
    throw new Untested(
      `needs a response with ${BACKOFF}: name a target for it under scenarios.backoff in the config`,
    );
  }),

  "backoff.sent": needs({ partitions: 1 }, async ({ account, partition }) => {
    const answers = await responses(account, partition);
    const [first] = answers as [Answer];
    expectThat(first, answers.some(hasBackoff), `${BACKOFF} on any of ${answers.length} responses`, "none");
  }),

  "backoff.performed": async ({ account, partition }) => {
    let asked = 0;
    for (const sample of changes(partition)) {
      await prepare(account, partition);
      const before = await contentsOf(account);
      const answer = await sendValid(account, sample);
      if (!hasBackoff(answer)) continue;
      asked += 1;
      const changed = !isDeepStrictEqual(await contentsOf(account), before);
      expectThat(answer, changed, "the account to hold something else", "what it held before");
    }
    if (asked === 0)
      throw new Untested(`needs a success with ${BACKOFF}: no write of this check was given one`);
  },

  "backoff.not-shorter": needs(
    { partitions: 1, scenario: "maintenance", ordinary: true },
    async ({ account, ordinary, partition }) => {
      control(await ordinary.get("/info/collections"), 200);
      const answers: Answer[] = [];
      for (const path of ["/info/collections", `/${partition}`, "/messages", "/no/such/thing"]) {
        answers.push(await account.get(path));
      }
      const unavailable = answers.filter(({ status }) => status === 503);
      if (unavailable.length === 0) {
        throw new Untested("needs a 503: name a target for it under scenarios.maintenance in the config");
      }
      // The contract layer compares the two; here they are compared once more, so that something is.
      const both = unavailable.filter(hasBackoff);
      if (both.length === 0) throw new NotApplicable(`no 503 of the server has ${BACKOFF}`);
      for (const answer of both) {
        const wait = answer.integer("Retry-After") ?? Number.POSITIVE_INFINITY;
        const seconds = Number.parseInt(answer.header(BACKOFF) ?? "", 10);
        expectThat(answer, seconds >= wait, `${BACKOFF} of at least ${wait}`, answer.header(BACKOFF));
      }
    },
  ),
} satisfies ChecksOf<"backoff">;
