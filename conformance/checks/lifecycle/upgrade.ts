/** Checks that a server refuses every request of a client that it does not support with a 403, and links to help. */
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Untested } from "../../runner/outcomes.ts";
import {
  everythingRefused,
  type Refusal,
  refusedAnswers,
  refusedWhateverCredentials,
} from "../support/everything-refused.ts";
import { control, expectThat } from "../support/expect.ts";
import { changes, expectIdle } from "../support/expect-unchanged.ts";
import { linksOf } from "../support/link-header.ts";
import { send } from "../support/sample-requests.ts";

const UPGRADE: Refusal = { status: 403, code: "upgrade-client" };

export const lifecycleUpgrade = {
  "lifecycle.upgrade.refused": needs({ ordinary: true }, (context) => everythingRefused(context, UPGRADE)),

  "lifecycle.upgrade.credentials": needs({ ordinary: true, partitions: 1 }, (context) =>
    refusedWhateverCredentials(context, UPGRADE),
  ),

  "lifecycle.upgrade.acts-not": needs({ ordinary: true }, async ({ account, ordinary, partition }) => {
    control(await ordinary.get("/info/collections"), 200);
    // What was done to an account that can be reached in no other way, nobody ever sees.
    const isSeen = account.endpoint.href === ordinary.endpoint.href;
    if (isSeen) await account.get("/info/collections");
    if (!isSeen || !(await ordinary.get("/info/collections")).ok) {
      throw new Untested(
        'needs the scenario "upgrade-client" at an account of the target itself, told apart by header fields: ' +
          "nothing else shows whether a refused request changed anything",
      );
    }
    const requests = changes(partition).map((sample) => () => send(account, sample));
    await expectIdle(ordinary, partition, requests, UPGRADE.status);
  }),

  "lifecycle.link.help": needs({ ordinary: true, partitions: 1 }, async (context) => {
    for (const answer of await refusedAnswers(context, UPGRADE)) {
      const links = linksOf(answer, "help");
      expectThat(answer, links.length > 0, "a Link with the relation help", answer.header("Link"));
    }
  }),
} satisfies Partial<ChecksOf<"lifecycle">>;
