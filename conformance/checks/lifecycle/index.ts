/** The checks of `lifecycle.*`: what a server tells clients when the protocol or a client becomes outdated. */
import type { components } from "../../../generated/api.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { type CheckContext, type ChecksOf, needs } from "../../runner/define-check.ts";
import { Broken, NotApplicable, Untested } from "../../runner/outcomes.ts";
import { control, expectEqual, expectStatus, expectThat, present } from "../support/expect.ts";
import { linksOf } from "../support/link-header.ts";
import { responses } from "../support/responses-of-all-kinds.ts";
import { lifecycleRetired } from "./retired.ts";
import { lifecycleUpgrade } from "./upgrade.ts";

type Protocol = components["schemas"]["ProtocolStatus"];

/** What the configuration says of the protocol, and the answer that says it. */
async function protocolOf(account: Account): Promise<{ answer: Answer; protocol: Protocol }> {
  const answer = control(await account.get("/info/configuration"), 200);
  return { answer, protocol: present("protocol of the configuration", answer.json?.protocol) };
}

/** @throws Broken when the configuration does not say so, which has a rule of its own */
async function deprecatedProtocol(account: Account): Promise<{ answer: Answer; protocol: Protocol }> {
  const found = await protocolOf(account);
  if (found.protocol.status === "deprecated") return found;
  throw new Broken(
    `set-up: the configuration should have the status deprecated, not ${found.protocol.status}`,
  );
}

/** The contract layer judges the form of a field wherever it turns up, which it has to do for that. */
function seen(name: "Deprecation" | "Sunset") {
  return async ({ account, partition }: CheckContext) => {
    const { protocol } = await protocolOf(account);
    const answers = await responses(account, partition);
    if (answers.some((answer) => answer.header(name) !== undefined)) return;
    if (protocol.status === "deprecated" && name === "Sunset" && protocol.sunset === undefined) {
      throw new NotApplicable("the configuration names no sunset");
    }
    throw new Untested(
      `needs a response with ${name}: name a target for it under scenarios.deprecated in the config`,
    );
  };
}

const forms = {
  "lifecycle.deprecation.form": needs({ partitions: 1, scenario: "deprecated" }, seen("Deprecation")),
  "lifecycle.sunset.form": needs({ partitions: 1, scenario: "deprecated" }, seen("Sunset")),

  "lifecycle.link.form": needs(
    { partitions: 1, scenario: "upgrade-client", ordinary: true },
    async ({ account, ordinary, partition }) => {
      const answers = [...(await responses(ordinary, partition)), await account.get("/info/collections")];
      if (answers.some((answer) => answer.header("Link") !== undefined)) return;
      throw new Untested(
        "needs a response with Link: name a target for it under scenarios.upgrade-client in the config",
      );
    },
  ),
} satisfies Partial<ChecksOf<"lifecycle">>;

/** Where a URI reference of an answer leads. */
function resolved(reference: string, answer: Answer): string {
  const base = answer.exchange.request.url;
  return URL.canParse(reference, base) ? new URL(reference, base).href : reference;
}

const deprecated = {
  "lifecycle.deprecated.status": needs({ partitions: 1 }, async ({ account }) => {
    const answer = expectStatus(await account.get("/info/configuration"), 200);
    expectEqual(answer, "the status of the protocol", answer.json?.protocol?.status, "deprecated");
  }),

  "lifecycle.deprecation.present": async ({ account, partition }) => {
    await deprecatedProtocol(account);
    for (const answer of await responses(account, partition)) {
      expectThat(answer, answer.header("Deprecation") !== undefined, "Deprecation", "none");
    }
  },

  "lifecycle.sunset.present": async ({ account, partition }) => {
    const { sunset } = (await deprecatedProtocol(account)).protocol;
    if (sunset === undefined) throw new NotApplicable("the configuration names no sunset");
    // An HTTP date has no parts of seconds.
    const moment = Math.floor(Date.parse(sunset) / 1000);
    for (const answer of await responses(account, partition)) {
      const given = answer.header("Sunset");
      const same = given !== undefined && Math.abs(Date.parse(given) / 1000 - moment) <= 1;
      expectThat(answer, same, `Sunset at ${new Date(moment * 1000).toUTCString()}`, given);
    }
  },

  "lifecycle.sunset.after": needs({ partitions: 1 }, async ({ account, partition }) => {
    const { sunset } = (await deprecatedProtocol(account)).protocol;
    const dated = (await responses(account, partition)).flatMap((answer) => {
      const [since, until] = [answer.header("Deprecation"), answer.header("Sunset")];
      return since === undefined || until === undefined ? [] : { answer, since, until };
    });
    if (dated.length === 0 && sunset === undefined) throw new NotApplicable("no response has Sunset");
    if (dated.length === 0) throw new Broken("set-up: no response has both Deprecation and Sunset");
    for (const { answer, since, until } of dated) {
      const seconds = Number(/^@(-?\d+)/.exec(since)?.[1] ?? Number.NaN);
      const after = Date.parse(until) >= seconds * 1000;
      expectThat(answer, after, `Sunset not before Deprecation: ${since}`, `Sunset: ${until}`);
    }
  }),

  "lifecycle.link.successor": async ({ account, partition }) => {
    const { answer: configuration, protocol } = await deprecatedProtocol(account);
    const { successor } = protocol;
    if (successor === undefined) throw new NotApplicable("the configuration names no successor");
    const place = resolved(successor, configuration);
    for (const answer of await responses(account, partition)) {
      const links = linksOf(answer, "successor-version");
      const found = links.some((link) => link === successor || resolved(link, answer) === place);
      expectThat(
        answer,
        found,
        `a Link to ${successor} with the relation successor-version`,
        answer.header("Link"),
      );
    }
  },
} satisfies Partial<ChecksOf<"lifecycle">>;

export const lifecycle = {
  ...forms,
  ...deprecated,
  ...lifecycleUpgrade,
  ...lifecycleRetired,
} satisfies ChecksOf<"lifecycle">;
