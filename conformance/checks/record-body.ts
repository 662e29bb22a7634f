import type { ChecksOf, Trial } from "../engine/check.ts";
import { isInReach } from "../engine/stages.ts";
import { RawBody } from "../exchange/typed.ts";
import { ABSENT, FORMS, moments, writesOf } from "./axes/axes.ts";
import { Bench } from "./axes/bench.ts";
import { requestOf } from "./axes/requests.ts";
import { expectRoundTrip } from "./record-payload.ts";
import {
  control,
  expectEqual,
  expectProblem,
  expectStatus,
  expectSuccess,
  expectThat,
  present,
  shown,
  versionOf,
} from "./support/expect.ts";
import { read } from "./support/fixtures.ts";
import { ofListings } from "./support/listing.ts";
import { withSessions } from "./support/sessions.ts";

/** What a client might well send: a time, in seconds, and a version that no server reaches by counting. */
const LONG_AGO = 1_400_000_000;
const FAR = 9_000_000_000_000_001;

/** Bodies that PUT and POST of one record must refuse, beside a valid twin; members are added to a valid record. */
function refuses(...bodies: unknown[]) {
  return async ({ account, partition }: Trial) => {
    control(await account.put(`/${partition}/c/a`, { payload: "valid", sortindex: 1, ttl: 1000 }), 201);
    control(await account.post(`/${partition}/c/a`, { payload: "valid", sortindex: 1, ttl: 1000 }), 204);
    for (const body of bodies) {
      const raw = typeof body === "string" ? new RawBody(body) : RawBody.json(body);
      expectProblem(await account.put(`/${partition}/c/a`, raw), 422, "invalid-request");
      expectProblem(await account.post(`/${partition}/c/a`, raw), 422, "invalid-request");
    }
  };
}

/** A field in each of these spellings must be refused; each is the text of a JSON value. */
function refusesField(field: string, ...values: string[]) {
  return refuses(...values.map((value) => `{"payload":"x","${field}":${value}}`));
}

/** What the body of a single record may hold. */
export const recordBody = {
  "record.body.unexpected": refuses(
    { payload: "x", bogus: 1 },
    { payload: "x", bogus: null },
    { payload: "x", collection: null },
    { payload: "x", collection: "c" },
    { payload: "x", Payload: "x" },
    '{"payload":"x","__proto__":{}}',
    '{"payload":"x","constructor":1}',
  ),

  "record.body.id": async ({ account, partition }) => {
    control(await account.put(`/${partition}/c/a`, { payload: "x" }), 201);
    control(await account.post(`/${partition}/c/a`, { payload: "x" }), 204);
    for (const id of ["b", "A", "", 5]) {
      expectProblem(
        await account.put(`/${partition}/c/a`, RawBody.json({ id, payload: "x" })),
        422,
        "invalid-request",
      );
      expectProblem(
        await account.post(`/${partition}/c/a`, RawBody.json({ id, payload: "x" })),
        422,
        "invalid-request",
      );
    }
  },

  "record.body.same-id": withSessions(async ({ account, partition, begin }) => {
    const id = "Same_0-9";
    const plain = `/${partition}/c/${id}`;
    for (const moment of moments()) {
      if (isInReach("deletePartition")) control(await account.delete(`/${partition}`), 204);
      const session = moment === "committed" ? await begin() : null;
      const expectTaken = async (method: string, path: string, body: unknown) => {
        const raw = RawBody.json(body);
        expectSuccess(
          session ? await session.request(method, path, raw) : await account.send(method, path, raw),
        );
      };
      // What does not exist yet, then what does; the last one changes nothing but the weight.
      for (const path of [plain, plain.replace("Same", "%53ame")]) {
        await expectTaken("PUT", path, { id, payload: "put" });
        await expectTaken("PUT", path, { id: null, payload: "put null" });
        await expectTaken("POST", path, { id, payload: "post" });
        await expectTaken("POST", path, { id: null, sortindex: 3 });
      }
      await expectTaken("POST", `${plain}-new`, { id: `${id}-new`, payload: "post" });
      if (session) control(await session.commit(), 200);
      for (const [path, expected] of [
        [plain, { id, payload: "post", sortindex: 3 }],
        [`${plain}-new`, { id: `${id}-new`, payload: "post", sortindex: null }],
      ] as const) {
        const answer = expectStatus(await account.get(path as "/{partition}/{collection}/{id}"), 200);
        const { id: shownId, payload, sortindex = null } = answer.json ?? {};
        expectEqual(answer, `the record, written ${moment},`, { id: shownId, payload, sortindex }, expected);
      }
    }
    // A client may send back what it has read.
    const { json } = control(await account.get(plain as "/{partition}/{collection}/{id}"), 200);
    expectSuccess(await account.put(plain as "/{partition}/{collection}/{id}", RawBody.json(json)));
  }),

  "record.body.version": async ({ account, partition }) => {
    const before = control(await account.put(`/${partition}/c/a`, { payload: "x" }), 201);
    const since = present("X-Weave-Timestamp", before.integer("X-Weave-Timestamp"));
    for (const value of [1, LONG_AGO, FAR, -1, "text", null, true, {}, []]) {
      const body = { version: value, modified: value };
      const put = expectSuccess(
        await account.put(`/${partition}/c/a`, RawBody.json({ payload: "x", ...body })),
      );
      const post = expectSuccess(
        await account.post(`/${partition}/c/a`, RawBody.json({ sortindex: 1, ...body })),
      );
      const answer = expectStatus(await account.get(`/${partition}/c/a`), 200);
      const { version = 0, modified = 0 } = answer.json ?? {};
      expectThat(answer, version > versionOf(put), `a version greater than ${versionOf(put)}`, version);
      expectEqual(answer, "the version", version, versionOf(post));
      expectThat(answer, version !== FAR, "a version of the server's own", version);
      const now = present("X-Weave-Timestamp", answer.integer("X-Weave-Timestamp"));
      const own = modified >= since && modified <= now;
      expectThat(answer, own, `modified to be a time of the server, from ${since} to ${now},`, modified);
      // What a client sends counts in no filter either.
      for (const [path, name] of [
        [`/${partition}/c`, "a"],
        [`/${partition}`, "c/a"],
      ] as const) {
        const query = { newer: versionOf(put), older: versionOf(post) + 1 };
        const list = expectStatus(await account.get(path, { query }), 200);
        expectEqual(list, "the items", list.json?.items, [name]);
      }
    }
    const listed = await account.post(
      `/${partition}/c`,
      RawBody.json([{ id: "a", version: "x", modified: [] }]),
    );
    expectEqual(expectStatus(listed, 200), "success", listed.json?.success, ["a"]);
    control(
      await account.post(`/${partition}/c`, RawBody.json([{ id: "a", version: FAR, modified: LONG_AGO }])),
      200,
    );
    const after = expectStatus(await account.get(`/${partition}/c/a`), 200);
    expectThat(
      after,
      (after.json?.modified ?? 0) >= since,
      "modified to be a time of the server",
      after.json,
    );
  },

  "record.body.object": refuses([], [{ payload: "x" }], '"x"', "5", "null", "true"),

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

  "record.sortindex.range": withSessions(async (trial) => {
    const bench = await Bench.perform(
      trial,
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
    ] as const) {
      expectSuccess(
        await account.put(`/${partition}/c/a`, new RawBody(`{"payload":"x","sortindex":${text}}`)),
      );
      const answer = expectStatus(await account.get(`/${partition}/c/a`), 200);
      expectEqual(answer, "the sortindex", answer.json?.sortindex, value);
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

  "record.ttl.range": withSessions(async (trial) => {
    const bench = await Bench.perform(
      trial,
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
    expectStatus(shown(await account.get(`/${partition}/c/new`)), 404);
  },
} satisfies Partial<ChecksOf<"record">>;
