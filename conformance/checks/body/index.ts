/** The checks of `body.*`: the media types, charsets, codings and syntax of bodies that a server takes or refuses. */
import { deflateSync, gzipSync } from "node:zlib";
import type { Partition } from "../../contract/document.ts";
import { OPERATIONS } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { CheckContext, ChecksOf } from "../../runner/define-check.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { control, expectEqual, expectProblem, expectStatus, expectThat } from "../support/expect.ts";
import { prepare, type Sample, samples, send, sendValid } from "../support/sample-requests.ts";
import { withSessions } from "../support/with-sessions.ts";
import { bodyForm } from "./form.ts";

type Changed = { body: RawBody; options?: Options };

/** Sends every sample that has a body first as it is, then with its body changed. */
async function eachBody(
  account: Account,
  partition: Partition,
  change: (sample: Sample & { body: RawBody }) => Changed[],
  judge: (answer: Answer, sample: Sample) => void,
): Promise<void> {
  await prepare(account, partition);
  for (const sample of samples(partition).filter(({ body }) => body !== null)) {
    await sendValid(account, sample);
    for (const { body, options } of change(sample as Sample & { body: RawBody })) {
      judge(await send(account, { ...sample, body }, options), sample);
    }
  }
}

const typed = (type: string | null) => (sample: { body: RawBody }) => [
  { body: new RawBody(sample.body.bytes, type) },
];
const coded = (coding: string, encode: (bytes: Uint8Array) => Uint8Array) => (sample: { body: RawBody }) => [
  {
    body: new RawBody(encode(sample.body.bytes)),
    options: { headers: [["Content-Encoding", coding]] } as Options,
  },
];
const raw = (...contents: (string | Uint8Array)[]) =>
  contents.map((content) => ({ body: new RawBody(content) }));

/** The members of a list-based field without their parameters; those of weight 0 are not wanted. */
function listed(value: string | undefined): string[] {
  const members = (value ?? "").toLowerCase().split(",");
  return members
    .filter((member) => !/;\s*q=0(?:\.0*)?\s*$/.test(member))
    .map((member) => member.replace(/;.*/, "").trim());
}

const textOf = ({ bytes }: RawBody) => Buffer.from(bytes).toString();

/** Types that have something in common with those that are taken. */
const UNKNOWN_TYPES = [
  "text/plain",
  "text/json",
  "application/jsonp",
  "application/merge-patch+json",
  "application/vnd.sync+json",
  "application/x-www-form-urlencoded",
];

/** Lists as lines, and where they go. */
const linesTo = (partition: Partition) => [
  { path: `/${partition}/sample`, lines: RawBody.lines([{ id: "a", payload: "one" }]) },
  { path: `/${partition}`, lines: RawBody.lines([{ collection: "sample", id: "a", payload: "one" }]) },
];

const unsupported = (answer: Answer) => expectProblem(answer, 415, "unsupported-media-type");
const invalid = (answer: Answer) => expectProblem(answer, 422, "invalid-request");

export const body = {
  "body.type.missing": ({ account, partition }) => eachBody(account, partition, typed(null), unsupported),

  "body.type.unknown": async ({ account, partition }) => {
    await eachBody(
      account,
      partition,
      (sample) => UNKNOWN_TYPES.flatMap((type) => typed(type)(sample)),
      unsupported,
    );
    for (const { path, lines } of linesTo(partition)) {
      unsupported(await account.post(path, new RawBody(lines.bytes, "application/x-ndjson")));
    }
    for (const [method, path, text] of [
      ["PUT", `/${partition}/sample/a`, '{"payload":"x"}\n'],
      ["POST", `/${partition}/sample/a`, '{"payload":"x"}\n'],
      ...(isInReach("postSessions") ? [["POST", "/sessions", `{"scope":["${partition}"]}\n`] as const] : []),
    ] as const) {
      unsupported(await account.send(method, path, new RawBody(text, "application/newlines")));
    }
  },

  "body.type.accept": ({ account, partition }) =>
    eachBody(
      account,
      partition,
      (sample) => [...typed("text/plain")(sample), ...typed("application/json; charset=utf-16")(sample)],
      (answer, sample) => {
        expectStatus(answer, 415);
        const types = OPERATIONS.find(({ id }) => id === sample.operation)?.requestTypes ?? [];
        const accept = answer.header("Accept");
        const all = types.every((type) => listed(accept).includes(type));
        expectThat(answer, types.length > 0 && all, `Accept to list ${types.join(", ")}`, accept);
      },
    ),

  "body.charset.other": async ({ account, partition }) => {
    for (const charset of ["iso-8859-1", "utf-16", "us-ascii"]) {
      await eachBody(account, partition, typed(`application/json; charset=${charset}`), unsupported);
      for (const { path, lines } of linesTo(partition)) {
        const other = new RawBody(lines.bytes, `application/newlines; charset=${charset}`);
        unsupported(await account.post(path, other));
      }
    }
  },

  "body.charset.utf-8": async ({ account, partition }) => {
    for (const type of [
      "application/json; charset=utf-8",
      "application/json;charset=UTF-8",
      "application/json ; charset=utf-8",
      "application/json;\tcharset=Utf-8",
      'Application/JSON; Charset="utf-8"',
    ]) {
      await eachBody(account, partition, typed(type), (answer, { success }) =>
        expectStatus(answer, ...success),
      );
    }
    for (const { path, lines } of linesTo(partition)) {
      for (const type of ["APPLICATION/Newlines", "application/newlines ;Charset=UTF-8"]) {
        expectStatus(await account.post(path, new RawBody(lines.bytes, type)), 200);
      }
    }
  },

  "body.encoding.other": withSessions(async ({ account, partition, begin }) => {
    const codings = [
      coded("gzip", gzipSync),
      coded("deflate", deflateSync),
      coded("x-unknown", (bytes) => bytes),
    ];
    await eachBody(account, partition, (sample) => codings.flatMap((each) => each(sample)), unsupported);
    const compressed = ({ bytes, type }: RawBody) => new RawBody(gzipSync(bytes), type);
    const options: Options = { headers: [["Content-Encoding", "gzip"]] };
    const lists = linesTo(partition);
    for (const { path, lines } of lists) unsupported(await account.post(path, compressed(lines), options));
    if (!isInReach("postSessions")) return;
    const session = await begin();
    for (const { path, lines } of lists) {
      unsupported(await session.request("POST", path, compressed(lines), options));
    }
    const record = compressed(RawBody.json({ payload: "x" }));
    unsupported(await session.request("PUT", `/${partition}/sample/a`, record, options));
  }),

  "body.encoding.accept": ({ account, partition }) =>
    eachBody(account, partition, coded("gzip", gzipSync), (answer) => {
      expectStatus(answer, 415);
      const codings = answer.header("Accept-Encoding");
      expectThat(answer, listed(codings).includes("identity"), "Accept-Encoding to list identity", codings);
    }),

  "body.encoding.identity": async ({ account, partition }) => {
    for (const coding of ["identity", "Identity", " IDENTITY"]) {
      const same = coded(coding, (bytes) => bytes);
      await eachBody(account, partition, same, (answer, { success }) => expectStatus(answer, ...success));
    }
  },

  "body.bom": async ({ account, partition }) => {
    const marked = (bytes: Uint8Array) => Buffer.concat([Buffer.from("\uFEFF"), bytes]);
    await eachBody(account, partition, ({ body: { bytes } }) => raw(marked(bytes)), invalid);
    for (const { path, lines } of linesTo(partition)) {
      control(await account.post(path, lines), 200);
      invalid(await account.post(path, new RawBody(marked(lines.bytes), lines.type)));
    }
  },

  "body.utf8": withSessions(async ({ account, partition, begin }) => {
    // No octets of UTF-8 at all, a slash in two octets, and half a surrogate pair.
    const octets = ["\xff\xfe", "\xc0\xaf", "\xed\xa0\x80"];
    const broken = (text: string) =>
      octets.map((some) => Buffer.from(text.replace(/one|two|leased/, some), "latin1"));
    // The first octets of a character, after a body that is complete without them.
    const spoil = ({ body }: { body: RawBody }) =>
      raw(...broken(textOf(body)), Buffer.concat([body.bytes, Buffer.from([0xe2, 0x82])]));
    await eachBody(account, partition, spoil, invalid);
    const lists = linesTo(partition).flatMap(({ path, lines }) =>
      broken(textOf(lines)).map((bytes) => ({ method: "POST", path, body: new RawBody(bytes, lines.type) })),
    );
    for (const { path, body } of lists) invalid(await account.post(path, body));
    if (!isInReach("postSessions")) return;
    const session = await begin();
    const record = `/${partition}/sample/a`;
    await session.stage("PUT", record, { payload: "one" });
    const staged = ["PUT", "POST"].flatMap((method) =>
      broken('{"payload":"one"}').map((bytes) => ({ method, path: record, body: new RawBody(bytes) })),
    );
    for (const { method, path, body } of [...staged, ...lists]) {
      invalid(await session.request(method, path, body));
    }
  }),

  ...bodyForm,

  "body.json": async ({ account, partition }: CheckContext) => {
    // What lenient parsers make a valid body of: each is the valid twin with something wrong about it.
    const wrong = (valid: string) => [
      valid.slice(0, -1),
      valid.replace(/[}\]]$/, ",$&"),
      valid.replaceAll('"', "'"),
      `${valid} {}`,
      `/**/ ${valid}`,
      // White space to many languages, and none to JSON.
      `\u00a0${valid}`,
      `${valid}\f`,
      // Other languages write these for numbers that JSON does not have.
      valid.replace(/\{/, '{"version":NaN,'),
      valid.replace(/\{/, '{"version":-Infinity,'),
      valid.replace(/\{/, '{"version":01,'),
      valid.replace(/\{/, '{"version":.5,'),
      // A control character in a string has to be escaped.
      ...["\n", "\t", "\u0000"].map((control) => valid.replace(/one|two|leased/, `$&${control}`)),
    ];
    await eachBody(
      account,
      partition,
      // A session may be begun without a body.
      ({ body, path }) => raw(path === "/sessions" ? "[" : "", " \n", "nonsense", ...wrong(textOf(body))),
      invalid,
    );
    for (const text of [
      '{"id":"new"}\n{"id":\n',
      '{"id":"new"} {"id":"other"}\n',
      '{"id":"new"},\n{"id":"other"}\n',
    ]) {
      invalid(await account.post(`/${partition}/sample`, new RawBody(text, "application/newlines")));
    }
    const after = control(await account.get(`/${partition}/sample`, { query: { ids: "new" } }), 200);
    expectEqual(after, "what was stored of a body that cannot be parsed", after.json?.items, []);
  },
} satisfies ChecksOf<"body">;
