/** Checks that the conditions of HTTP have no effect, and how listings and sessions treat version conditions. */
import type { Options } from "../../exchange/account.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { uriComponent } from "../../results/format-text.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { control, expectEqual, expectProblem, expectStatus, present } from "../support/expect.ts";
import { currentVersion } from "../support/fixtures.ts";
import { ofListings } from "../support/listing-under-test.ts";
import { deletes, prepare, reads, send, sendValid, writes } from "../support/sample-requests.ts";
import { MAX } from "../support/version-conditions.ts";
import { withSessions } from "../support/with-sessions.ts";

/** Longer from now than any server runs, and longer ago than any record. */
const FUTURE = "Fri, 31 Dec 2094 23:59:59 GMT";
const PAST = "Mon, 01 Jan 1990 00:00:00 GMT";

/** Conditions of HTTP that fail whatever the target is. */
const FAILING: Options[] = [
  {
    headers: [
      ["If-None-Match", "*"],
      ["If-Modified-Since", FUTURE],
      ["Range", "bytes=0-0"],
    ],
  },
  {
    headers: [
      ["If-Match", '"none"'],
      ["If-Unmodified-Since", PAST],
      ["If-Range", '"none"'],
      ["Range", "bytes=0-0"],
    ],
  },
];

export const conditionalOther = {
  "conditional.standard": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const sample of reads(partition)) {
      const plain = await sendValid(account, sample);
      for (const options of FAILING) {
        const answer = expectStatus(await send(account, sample, options), 200);
        expectEqual(answer, "the octets of the body", answer.body.length, plain.body.length);
      }
    }
    for (const sample of [...writes(partition), ...deletes(partition)]) {
      for (const options of FAILING) {
        if (sample.method === "DELETE") await prepare(account, partition);
        expectStatus(await send(account, sample, options), ...sample.success);
      }
    }
  },

  "conditional.listing": ofListings(async (listing) => {
    const first = await listing.put("a");
    await listing.put("c");
    const version = await listing.put("e");
    const page = control(await listing.get({ query: { limit: 1 } }), 200);
    const offset = present("X-Weave-Next-Offset", page.header("X-Weave-Next-Offset"));
    const queries = [
      { full: "" },
      { ids: listing.names("a") },
      { ids: listing.names("missing") },
      { newer: version },
      { older: first + 1 },
      { sort: "oldest", limit: 1 },
      { limit: 1, offset },
      // Those that it names hold nothing, or all.
      ...(listing.whole ? [{ collections: "c" }, { collections: "d" }] : []),
    ];
    for (const query of queries) {
      control(await listing.get({ query }), 200);
      expectStatus(await listing.get({ query, ifModified: version }), 304);
      expectStatus(await listing.get({ query, ifModified: version - 1 }), 200);
      expectStatus(await listing.get({ query, ifUnmodified: version }), 200);
      expectStatus(await listing.get({ query, ifUnmodified: version - 1 }), 412);
      expectStatus(await listing.account.head(listing.path, { query, ifModified: version }), 304);
      expectStatus(await listing.account.head(listing.path, { query, ifUnmodified: 0 }), 412);
    }
    // Nothing that they select has changed since, and yet the listing has.
    await listing.put("g");
    for (const query of [
      { ids: listing.names("a") },
      { older: first + 1 },
      { limit: 1, offset },
      ...(listing.whole ? [{ collections: "d" }] : []),
    ]) {
      expectStatus(await listing.get({ query, ifModified: version }), 200);
      expectStatus(await listing.get({ query, ifUnmodified: version }), 412);
    }
  }),

  "conditional.sessions": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    const scope = [`${partition}/leased`];
    const session = await begin({ scope });
    const path = `/sessions/${uriComponent(session.id)}/commit`;
    const headers: [string, string][] = [["X-Weave-Session", session.id]];
    const staged = await account.put(`/${partition}/leased/a`, { payload: "x" }, { headers });
    control(session.during(staged, 202), 202);
    const current = await currentVersion(account);
    for (const options of [0, current, MAX].flatMap((version): Options[] => [
      { ifModified: version },
      { ifUnmodified: version },
    ])) {
      const commit = session.during(await account.send("POST", path, null, options), 422);
      expectProblem(commit, 422, "invalid-request");
      const asked = RawBody.json({ scope: [`${partition}/other`] });
      expectProblem(await account.post("/sessions", asked, options), 422, "invalid-request");
    }
    // Neither was performed: nothing is there yet, and nobody owns the other scope.
    control(await account.get(`/${partition}/leased`), 404);
    control(await account.put(`/${partition}/other/a`, { payload: "x" }), 201);
    control(session.during(await account.send("POST", path, null), 200), 200);
    control(await account.get(`/${partition}/leased/a`), 200);
  }),
} satisfies Partial<ChecksOf<"conditional">>;
