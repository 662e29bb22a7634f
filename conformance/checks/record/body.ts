/** Checks which members the body of a single record may have: ids, server fields and undefined ones. */
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { FORMS, moments } from "../axes/axes.ts";
import { requestOf } from "../axes/requests.ts";
import {
  control,
  expectEqual,
  expectProblem,
  expectStatus,
  expectSuccess,
  expectThat,
  present,
  versionOf,
} from "../support/expect.ts";
import { refusesBodies } from "../support/refuses-bodies.ts";
import { withSessions } from "../support/with-sessions.ts";

/** What a client might well send: a time, in seconds, and a version that no server reaches by counting. */
const LONG_AGO = 1_400_000_000;
const FAR = 9_000_000_000_000_001;

export const recordBody = {
  "record.body.unexpected": refusesBodies(
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
    for (const id of ["b", "A", "", " a", 5, 0, false]) {
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
    // A number is no id, though it is written like that of the path.
    for (const method of ["PUT", "POST"]) {
      control(
        await account.send(method, `/${partition}/c/7`, RawBody.json({ id: "7", payload: "x" })),
        201,
        204,
      );
      const number = RawBody.json({ id: 7, payload: "x" });
      expectProblem(await account.send(method, `/${partition}/c/7`, number), 422, "invalid-request");
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

  "record.body.version": withSessions(async ({ account, partition, begin }) => {
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
    for (const moment of moments()) {
      const session = moment === "committed" ? await begin() : null;
      for (const form of FORMS) {
        const fields = { payload: "x", version: "x", modified: [] };
        const { method, path, body } = requestOf(partition, form, [{ collection: "c", id: "a", fields }]);
        const sent = session ? session.request(method, path, body) : account.send(method, path, body);
        const answer = expectSuccess(await sent);
        expectEqual(answer, "failed", Object(answer.json).failed ?? {}, {});
      }
      await session?.drop();
    }
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
  }),

  "record.body.object": refusesBodies([], [{ payload: "x" }], '"x"', "5", "null", "true"),
} satisfies Partial<ChecksOf<"record">>;
