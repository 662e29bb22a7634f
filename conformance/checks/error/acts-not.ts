/** Checks that a request that is answered 415 or 422 changes nothing, whatever is wrong with it. */
import { gzipSync } from "node:zlib";
import type { Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { changes, expectIdle } from "../support/expect-unchanged.ts";
import { send } from "../support/sample-requests.ts";
import { MODIFIED, UNMODIFIED } from "../support/version-conditions.ts";

type Requests = (() => Promise<Answer>)[];

/** A record that is there, one that is missing, and one whose collection is missing. */
const RECORDS = ["sample/a", "sample/new", "missing/a"];
const COLLECTIONS = ["sample", "missing"];

const VALID = { payload: "other", sortindex: 7 };

/** One field at fault beside valid ones, before and after them. */
const RECORD_BODIES = [
  { ...VALID, ttl: 0 },
  { ...VALID, bogus: 1 },
  { id: "another", ...VALID },
  { ttl: "x", ...VALID },
  { ...VALID, payload: 5 },
  { ...VALID, sortindex: "high" },
].map(RawBody.json);

/** An element of a list that goes to the partition. */
const OWN = { collection: "sample", id: "a", ...VALID };

/** A broken element beside a valid one, which must not be stored either. */
const LISTS = [
  ...[5, null, {}, { payload: "x" }, { id: "a!b" }, { id: "a" }].map((broken) =>
    RawBody.json([{ id: "a", ...VALID }, broken]),
  ),
  RawBody.json({ id: "a", ...VALID }),
  new RawBody(`${JSON.stringify({ id: "a", ...VALID })}\n{\n`, "application/newlines"),
  new RawBody(`[${JSON.stringify({ id: "a", ...VALID })}`),
];

/** The same for lists that go to the partition: what is broken there, and what is a list. */
const WHOLE_LISTS = [
  ...[5, null, {}, { id: "b" }, { collection: "sample" }, { collection: "a!b", id: "b" }, OWN].map((broken) =>
    RawBody.json([OWN, broken]),
  ),
  RawBody.json(OWN),
  new RawBody(`[${JSON.stringify(OWN)}`),
];

/** A valid body of a type, charset and coding that nobody takes. */
function misdescribed(valid: unknown): [body: RawBody, options: Options][] {
  const text = JSON.stringify(valid);
  return [
    [new RawBody(text, null), {}],
    [new RawBody(text, "text/plain"), {}],
    [new RawBody(text, "application/json; charset=iso-8859-1"), {}],
    [new RawBody(gzipSync(text)), { headers: [["Content-Encoding", "gzip"]] }],
  ];
}

function badBodies(account: Account, partition: Partition): Requests {
  const record = [...RECORD_BODIES.map((body) => [body, {}] as const), ...misdescribed(VALID)];
  const list = [...LISTS.map((body) => [body, {}] as const), ...misdescribed([{ id: "a", ...VALID }])];
  const whole = [...WHOLE_LISTS.map((body) => [body, {}] as const), ...misdescribed([OWN])];
  return [
    ...["PUT", "POST"].flatMap((method) =>
      RECORDS.map((path) => ({ method, path: `/${path}`, bodies: record })),
    ),
    ...COLLECTIONS.map((path) => ({ method: "POST", path: `/${path}`, bodies: list })),
    { method: "POST", path: "", bodies: whole },
  ].flatMap(({ method, path, bodies }) =>
    bodies.map(
      ([body, options]) =>
        () =>
          account.send(method, `/${partition}${path}`, body, options),
    ),
  );
}

/** Writes and deletions that are valid except for a precondition or their query. */
function badHeads(account: Account, partition: Partition): Requests {
  const heads: Options[] = [
    ...[MODIFIED, UNMODIFIED].map((name): Options => ({ headers: [[name, "abc"]] })),
    { ifModified: 1, ifUnmodified: Number.MAX_SAFE_INTEGER },
  ];
  const queries = [
    "/?bogus",
    "/?keep=",
    `/?kepp=${partition}/sample`,
    `/${partition}?bogus`,
    `/${partition}?collections=`,
    `/${partition}/sample?ids=a!b`,
    `/${partition}/sample?bogus`,
  ];
  return [
    ...changes(partition).flatMap((sample) => heads.map((head) => () => send(account, sample, head))),
    ...queries.map((path) => () => account.delete(path)),
  ];
}

export const errorActsNot = {
  "error.acts-not": ({ account, partition }) =>
    expectIdle(
      account,
      partition,
      [...badBodies(account, partition), ...badHeads(account, partition)],
      415,
      422,
    ),
} satisfies Partial<ChecksOf<"error">>;
