/** Checks that `Accept` selects the media type of a listing, and that a 406 stores nothing. */
import type { Partition } from "../contract/document.ts";
import { OPERATIONS } from "../contract/document.ts";
import type { Account } from "../exchange/account.ts";
import { RawBody } from "../exchange/typed-bodies.ts";
import type { CheckContext, ChecksOf } from "../runner/define-check.ts";
import { isInReach } from "../runner/select/stages.ts";
import {
  control,
  controlShown,
  expectEqual,
  expectProblem,
  expectStatus,
  present,
  versionOf,
} from "./support/expect.ts";
import { prepare, samples, send, sendValid } from "./support/sample-requests.ts";
import { withSessions } from "./support/with-sessions.ts";

const NEWLINES = "application/newlines";
const JSON_TYPE = "application/json";

/** The listings of a prepared account. */
const listings = (partition: Partition) => [`/${partition}/sample`, `/${partition}`];

function accepting(account: Account, path: string, accept: string) {
  return account.get(path, { headers: [["Accept", accept]] });
}

/** For each value of `Accept`, the media type in which a listing must come. */
function negotiates(expected: Record<string, string>) {
  return async ({ account, partition }: CheckContext) => {
    await prepare(account, partition);
    for (const path of listings(partition)) {
      for (const [accept, type] of Object.entries(expected)) {
        const answer = expectStatus(await accepting(account, path, accept), 200);
        expectEqual(answer, `the media type for Accept: ${accept}`, answer.type, type);
      }
    }
  };
}

export const accept = {
  "accept.default": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const path of listings(partition)) {
      for (const query of ["", "full", `newer=${Number.MAX_SAFE_INTEGER}`]) {
        for (const headers of [[], [["Accept", ""]]] as [string, string][][]) {
          const answer = expectStatus(await account.get(path, { query, headers }), 200);
          expectEqual(answer, "the media type", answer.type, JSON_TYPE);
        }
      }
    }
  },

  "accept.wildcard": negotiates({
    "*/*": JSON_TYPE,
    "application/*": JSON_TYPE,
    [`${NEWLINES}, ${JSON_TYPE}`]: JSON_TYPE,
    [`${NEWLINES}, */*`]: JSON_TYPE,
    [`${NEWLINES};q=0.5, ${JSON_TYPE};q=0.5`]: JSON_TYPE,
  }),

  "accept.weights": async (context) => {
    await negotiates({
      [NEWLINES]: NEWLINES,
      [`${JSON_TYPE};q=0.5, ${NEWLINES}`]: NEWLINES,
      [`${NEWLINES};q=0.2, ${JSON_TYPE};q=0.3`]: JSON_TYPE,
      [`*/*;q=0.1, ${NEWLINES};q=0.2`]: NEWLINES,
      [`*/*;q=0.8, ${JSON_TYPE};q=0.2`]: NEWLINES,
      [`${JSON_TYPE};q=0.301, ${NEWLINES};q=0.309`]: NEWLINES,
      [`${JSON_TYPE};q=0.85, ${NEWLINES};q=0.9`]: NEWLINES,
      [`${NEWLINES};q=0.125, ${JSON_TYPE};q=0.2`]: JSON_TYPE,
      [`text/html, ${NEWLINES};q=0.1`]: NEWLINES,
      [`${JSON_TYPE} ;\tq=0.5 ,\t${NEWLINES}`]: NEWLINES,
      [`,, ${JSON_TYPE};q=0.2,, ${NEWLINES};q=0.3 ,`]: NEWLINES,
    })(context);
    // On a further page too, whatever the type of the page before.
    const { account, partition } = context;
    for (const path of listings(partition)) {
      const first = control(await account.get(path, { query: { limit: 1 } }), 200);
      const offset = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
      for (const type of [NEWLINES, JSON_TYPE]) {
        const query = { limit: 1, offset };
        const answer = expectStatus(await account.get(path, { query, headers: [["Accept", type]] }), 200);
        expectEqual(answer, "the media type", answer.type, type);
      }
    }
  },

  "accept.zero": negotiates({
    [`${JSON_TYPE};q=0, ${NEWLINES};q=0.1`]: NEWLINES,
    [`${JSON_TYPE};q=0, */*`]: NEWLINES,
    [`${NEWLINES};q=0, */*;q=0.1`]: JSON_TYPE,
    [`${JSON_TYPE};q=0.0, ${NEWLINES};q=0.001`]: NEWLINES,
    [`${JSON_TYPE};q=0.000, */*`]: NEWLINES,
    [`${NEWLINES}; q=0.00, ${JSON_TYPE};q=0.001`]: JSON_TYPE,
  }),

  "accept.case": async (context) => {
    await negotiates({
      "Application/Newlines": NEWLINES,
      "APPLICATION/NEWLINES;Q=0.2, application/json;q=0.1": NEWLINES,
      "application/newlines;Q=0.1, Application/JSON;q=0.2": JSON_TYPE,
      "APPLICATION/*;q=0.5, text/html": JSON_TYPE,
    })(context);
    for (const accept of ["APPLICATION/JSON", "Application/*"]) {
      expectStatus(await accepting(context.account, "/info/collections", accept), 200);
    }
  },

  "accept.lines": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const path of listings(partition)) {
      for (const [lines, type] of [
        [["text/html", NEWLINES], NEWLINES],
        [[NEWLINES, `${JSON_TYPE};q=0.5`], NEWLINES],
        [[`${JSON_TYPE};q=0.5`, "text/html", `${NEWLINES};q=0.6`], NEWLINES],
        [[`${NEWLINES};q=0.5`, JSON_TYPE], JSON_TYPE],
      ] as const) {
        const headers = lines.map((line): [string, string] => ["Accept", line]);
        const answer = expectStatus(await account.get(path, { headers }), 200);
        expectEqual(answer, `the media type for Accept: ${lines.join(" and ")}`, answer.type, type);
      }
    }
  },

  "accept.parameters": async (context) => {
    await negotiates({
      [`${JSON_TYPE};charset=utf-8`]: JSON_TYPE,
      [`${NEWLINES}; charset="utf-8"`]: NEWLINES,
      [`${NEWLINES};version=1;q=0.5, ${JSON_TYPE};q=0.4`]: NEWLINES,
      [`${JSON_TYPE};charset=utf-8;q=0.1, ${NEWLINES};q=0.2`]: NEWLINES,
    })(context);
    const info = await accepting(context.account, "/info/collections", `${JSON_TYPE};charset=utf-8`);
    expectStatus(info, 200);
  },

  "accept.none": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    const html: [string, string][] = [["Accept", "text/html"]];
    const negotiated = OPERATIONS.filter((operation) => operation.responses.has(406)).map(({ id }) => id);
    for (const sample of samples(partition).filter(({ operation }) => negotiated.includes(operation))) {
      await sendValid(account, sample);
      control(await send(account, sample, { headers: [["Accept", JSON_TYPE]] }), 200);
      const answer = await send(account, sample, { headers: html });
      if (sample.method === "HEAD") expectStatus(answer, 406);
      else expectProblem(answer, 406, "not-acceptable");
    }
    for (const path of listings(partition)) {
      expectStatus(await accepting(account, path, `${JSON_TYPE};q=0, ${NEWLINES};q=0`), 406);
      expectStatus(await accepting(account, path, `${JSON_TYPE};q=0.000, ${NEWLINES};q=0.0`), 406);
    }
    if (!isInReach("postSessions")) return;
    const session = await begin();
    for (const [path, list] of [
      [`/${partition}/sample`, [{ id: "a" }]],
      [`/${partition}`, [{ collection: "sample", id: "a" }]],
    ] as const) {
      await session.stage("POST", path, list);
      const refused = await session.request("POST", path, list, { headers: html });
      expectProblem(refused, 406, "not-acceptable");
    }
  }),

  "accept.before-acting": async ({ account, partition }) => {
    await prepare(account, partition);
    const headers: [string, string][] = [["Accept", "text/html"]];
    const listed = (id: string) => ({
      [`/${partition}/sample`]: [{ id, payload: "x" }],
      [`/${partition}`]: [{ collection: "sample", id, payload: "x" }],
    });
    for (const [path, list] of Object.entries(listed("twin"))) {
      const version = versionOf(control(await account.post(path, RawBody.json(list)), 200));
      control(await account.get(`/${partition}/sample/twin`), 200);
      const refused = listed("new")[path];
      expectStatus(await account.post(path, RawBody.json(refused), { headers }), 406);
      expectStatus(controlShown(await account.get(`/${partition}/sample/new`)), 404);
      const after = control(await account.get(`/${partition}/sample`), 200);
      expectEqual(after, "the version of the collection", versionOf(after), version);
    }
  },
} satisfies ChecksOf<"accept">;
