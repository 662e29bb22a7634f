/** Checks which values `payload`, `sortindex` and `ttl` of a record may have. */
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { ABSENT, FORMS, writesOf } from "../axes/axes.ts";
import { Bench } from "../axes/bench.ts";
import { requestOf } from "../axes/requests.ts";
import {
  control,
  controlShown,
  expectEqual,
  expectProblem,
  expectStatus,
  expectSuccess,
} from "../support/expect.ts";
import { read } from "../support/fixtures.ts";
import { ofListings } from "../support/listing-under-test.ts";
import { refusesBodies } from "../support/refuses-bodies.ts";
import { withSessions } from "../support/with-sessions.ts";
import { expectRoundTrip } from "./payload.ts";

/** A field in each of these spellings must be refused; each is the text of a JSON value. */
function refusesField(field: string, ...values: string[]) {
  return refusesBodies(...values.map((value) => `{"payload":"x","${field}":${value}}`));
}

export const recordFields = {
  "record.payload.string": refusesField("payload", "5", "true", "{}", "[]", '["x"]'),

  "record.payload.round-trip": withSessions(expectRoundTrip),

  "record.payload.surrogate": refusesField("payload", '"\\ud83d"', '"\\ude00"', '"x\\ude00\\ud83dx"'),

  "record.payload.surrogate.list": ofListings(async (listing) => {
    await listing.store([{ id: "b", payload: "old" }]);
    for (const halves of ["\\ud83d", "x\\ude00\\ud83dx"]) {
      const list = listing.list(["a", "b", "c"].map((id) => ({ id, payload: id === "b" ? "PAYLOAD" : "x" })));
      for (const whole of [RawBody.json(list), RawBody.lines(list)]) {
        const text = Buffer.from(whole.bytes).toString().replace("PAYLOAD", halves);
        control(await listing.post(listing.list([{ id: "c", payload: "before" }])), 200);
        const answer = expectStatus(await listing.post(new RawBody(text, whole.type)), 200, 422);
        // A parser may not get past it, as it stands for no character at all.
        const taken = answer.status === 200;
        if (taken) {
          expectEqual(answer, "failed", answer.json?.failed, { [listing.name("b")]: ["payload: invalid"] });
        }
        const old = await read(listing.account, listing.at("b"));
        expectEqual(answer, "the payload of the record that failed", old.payload, "old");
        const other = await read(listing.account, listing.at("c"));
        expectEqual(answer, "the payload of another record", other.payload, taken ? "x" : "before");
      }
    }
  }),

  "record.sortindex.range": withSessions(async (context) => {
    const bench = await Bench.perform(
      context,
      writesOf({
        target: ["there", "missing"],
        payload: [ABSENT, "ordinary"],
        sortindex: ["zero", "ordinary", "least", "greatest"],
        ttl: [ABSENT],
      }),
    );
    await bench.expectFields();
  }),

  "record.sortindex.invalid": refusesField(
    "sortindex",
    "-1000000000",
    "1000000000",
    "1e12",
    "1e400",
    "-1e400",
    "1.5",
    '"1"',
    "true",
    "[]",
    "{}",
  ),

  "record.integer.integral": async ({ account, partition }) => {
    control(await account.put(`/${partition}/c/a`, { payload: "x", sortindex: 1, ttl: 1000 }), 201);
    for (const [text, value] of [
      ["1.0", 1],
      ["1e2", 100],
      ["-5.00", -5],
      ["0.1e1", 1],
      ["-0", 0],
    ] as const) {
      expectSuccess(
        await account.put(`/${partition}/c/a`, new RawBody(`{"payload":"x","sortindex":${text}}`)),
      );
      const answer = expectStatus(await account.get(`/${partition}/c/a`), 200);
      // A server may show the zero with its sign.
      expectEqual(answer, "the sortindex", Number(answer.json?.sortindex) + 0, value);
    }
    expectSuccess(await account.put(`/${partition}/c/a`, new RawBody('{"payload":"x","ttl":1e3}')));
    for (const form of FORMS) {
      for (const [text, value] of [
        ["-7.0", -7],
        ["2e1", 20],
      ] as const) {
        const fields = { payload: "x", sortindex: 12_345, ttl: 67_890 };
        const { method, path, body } = requestOf(partition, form, [{ collection: "c", id: "a", fields }]);
        const raw = Buffer.from(body.bytes).toString().replace("12345", text).replace("67890", "1000.0");
        const written = expectSuccess(await account.send(method, path, new RawBody(raw, body.type)));
        const answer = expectStatus(await account.get(`/${partition}/c/a`), 200);
        expectEqual(written, `the sortindex ${text}`, answer.json?.sortindex, value);
      }
    }
  },

  "record.ttl.range": withSessions(async (context) => {
    const bench = await Bench.perform(
      context,
      writesOf({
        target: ["there", "missing"],
        payload: [ABSENT, "ordinary"],
        sortindex: [ABSENT],
        ttl: ["least", "ordinary", "greatest"],
      }),
    );
    await bench.expectFields();
  }),

  "record.ttl.invalid": refusesField(
    "ttl",
    "0",
    "-1",
    "1000000000",
    "1e400",
    "1.5",
    '"1"',
    "true",
    "[]",
    "{}",
  ),

  "record.put.payload-required": async ({ account, partition }) => {
    control(await account.put(`/${partition}/c/a`, { payload: "" }), 201);
    for (const body of [{}, { sortindex: 1 }, { payload: null }, { id: "a", payload: null }]) {
      expectProblem(await account.put(`/${partition}/c/a`, RawBody.json(body)), 422, "invalid-request");
      expectProblem(
        await account.put(`/${partition}/c/new`, RawBody.json({ ...body, id: "new" })),
        422,
        "invalid-request",
      );
    }
    expectStatus(controlShown(await account.get(`/${partition}/c/new`)), 404);
  },
} satisfies Partial<ChecksOf<"record">>;
