/** Checks that a server that has retired the protocol answers every request 410, and names its successor. */
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import {
  everythingRefused,
  type Refusal,
  refusedAnswers,
  refusedWhateverCredentials,
} from "../support/everything-refused.ts";
import { expectThat } from "../support/expect.ts";
import { linksOf } from "../support/link-header.ts";

const RETIRED: Refusal = { status: 410, code: "protocol-retired" };

export const lifecycleRetired = {
  "lifecycle.retired.gone": needs({ ordinary: true }, (context) => everythingRefused(context, RETIRED)),

  "lifecycle.retired.credentials": needs({ ordinary: true, partitions: 1 }, (context) =>
    refusedWhateverCredentials(context, RETIRED),
  ),

  "lifecycle.retired.supported": needs({ ordinary: true, partitions: 1 }, async (context) => {
    for (const answer of await refusedAnswers(context, RETIRED)) {
      if (answer.exchange.request.method === "HEAD") continue;
      const { supported } = Object(answer.json) as { supported?: unknown };
      const named = Array.isArray(supported) && supported.every((name) => typeof name === "string" && name);
      expectThat(answer, named, "supported, a list of protocol versions", supported);
    }
  }),

  "lifecycle.link.retired": needs({ ordinary: true, partitions: 1 }, async (context) => {
    for (const answer of await refusedAnswers(context, RETIRED)) {
      const links = linksOf(answer, "successor-version");
      expectThat(
        answer,
        links.length > 0,
        "a Link with the relation successor-version",
        answer.header("Link"),
      );
    }
  }),
} satisfies Partial<ChecksOf<"lifecycle">>;
