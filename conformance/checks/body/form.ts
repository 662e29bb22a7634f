/** Checks of bodies that are absent, chunked, superfluous or deeply nested, or that repeat a member. */
import { OPERATIONS } from "../../contract/document.ts";
import type { Options } from "../../exchange/account.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { isInReach } from "../../runner/select/stages.ts";
import {
  control,
  expectEqual,
  expectProblem,
  expectStatus,
  expectSuccess,
  expectThat,
} from "../support/expect.ts";
import { put, read } from "../support/fixtures.ts";
import { Listing } from "../support/listing-under-test.ts";
import { deletes, prepare, samples, send, sendValid } from "../support/sample-requests.ts";
import { withSessions } from "../support/with-sessions.ts";

const CHUNKED: Options = { headers: [["Transfer-Encoding", "chunked"]] };

/** Bodies for what takes none: one that would narrow a deletion, and some that nobody could read. */
const UNWANTED: [body: RawBody, options?: Options][] = [
  [RawBody.json({ ids: ["missing"], keep: ["control"], collections: ["missing"] })],
  [new RawBody("no JSON at all", "text/plain"), CHUNKED],
  [new RawBody("{", null), { headers: [["Content-Encoding", "gzip"]] }],
];

/** Arrays in arrays, so many. */
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

export const bodyForm = {
  "body.required": async ({ account, partition }) => {
    await prepare(account, partition);
    const required = OPERATIONS.filter(({ requestRequired }) => requestRequired).map(({ id }) => id);
    const asking = samples(partition).filter(({ operation }) => required.includes(operation));
    if (asking.length === 0) throw new Broken("set-up: no operation requires a body");
    for (const sample of asking) {
      await sendValid(account, sample);
      for (const [body, options] of [[null], [new RawBody("")], [new RawBody(""), CHUNKED]] as const) {
        expectProblem(await send(account, { ...sample, body }, options), 422, "invalid-request");
      }
    }
  },

  "body.chunked": withSessions(async ({ account, partition, ask, adopt, begin }) => {
    await prepare(account, partition);
    for (const sample of samples(partition).filter(({ body }) => body !== null)) {
      await sendValid(account, sample);
      expectStatus(await send(account, sample, CHUNKED), ...sample.success);
    }
    const payload = "é€😀".repeat(5);
    const record = `/${partition}/sample/chunked` as const;
    for (const method of ["PUT", "POST"]) {
      const body = RawBody.json({ payload: payload + method });
      const answer = expectSuccess(await account.send(method, record, body, CHUNKED));
      const { payload: stored } = await read(account, record);
      expectEqual(answer, "the payload", stored, payload + method);
    }
    for (const whole of [false, true]) {
      const listing = new Listing(account, partition, whole);
      const list = listing.list([
        { id: "a", payload: "x".repeat(150_000) },
        { id: "c", payload },
      ]);
      for (const body of [RawBody.json(list), RawBody.lines(list)]) {
        const answer = expectStatus(await listing.post(body, CHUNKED), 200);
        const names = ["a", "c"].map((id) => listing.name(id));
        expectEqual(answer, "success", answer.json?.success?.toSorted(), names.toSorted());
        const { payload: stored } = await read(account, listing.at("c"));
        expectEqual(answer, "the payload", stored, payload);
      }
    }
    const session = await begin();
    for (const [method, path, body] of [
      ["PUT", record, RawBody.json({ payload })],
      ["POST", `/${partition}/sample`, RawBody.lines([{ id: "a", payload }])],
    ] as const) {
      expectStatus(await session.request(method, path, body, CHUNKED), 202);
    }
    await session.drop();
    // A session may be begun without a body: one that is not read shows in the scope.
    control(await account.get("/info/collections"), 200);
    const begun = expectSuccess(await ask({ scope: [`${partition}/leased`] }, CHUNKED));
    adopt(begun);
    expectEqual(begun, "the scope", begun.json?.scope, [`${partition}/leased`]);
  }),

  "body.ignored": withSessions(async ({ account, partition, begin }) => {
    const bodiless = samples(partition).filter(
      ({ operation, method }) => operation === "postSessionCommit" || method === "DELETE",
    );
    for (const sample of bodiless) {
      const removing = deletes(partition).some(({ operation }) => operation === sample.operation);
      for (const [body, options] of UNWANTED) {
        if (removing) await prepare(account, partition);
        expectStatus(await send(account, { ...sample, body }, options), ...sample.success);
        if (removing) expectStatus(await account.get(`/${partition}/sample/a`), 404);
      }
    }
    if (!isInReach("postSessions")) return;
    await prepare(account, partition);
    const session = await begin();
    for (const [body, options] of UNWANTED) {
      // What it names is missing, whatever it brings.
      if (isInReach("deleteMessage")) {
        expectStatus(await account.send("DELETE", "/messages/none", body, options), 404);
      }
      expectStatus(await session.request("DELETE", `/${partition}/sample/a`, body, options), 202);
    }
  }),

  "body.nested": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    for (const depth of [200, 20_000]) {
      const deep = nested(depth);
      const element = `[{"collection":"c","id":"a","bogus":${deep}}]`;
      for (const [method, path, text] of [
        ["PUT", `/${partition}/c/a`, `{"payload":${deep}}`],
        ["PUT", `/${partition}/c/a`, `{"payload":"x","bogus":${deep}}`],
        ["POST", `/${partition}/c/a`, `{"version":${deep}}`],
        ["POST", `/${partition}/c/a`, deep],
        ["POST", `/${partition}/c`, element.replace('"collection":"c",', "")],
        ["POST", `/${partition}/c`, `[${deep}]`],
        ["POST", `/${partition}`, element],
        ["POST", "/sessions", `{"scope":${deep}}`],
        ["POST", "/sessions", '{"scope":'.repeat(depth)],
      ] as const) {
        const answer = await account.send(method, path, new RawBody(text));
        const handled = answer.status >= 200 && answer.status < 500;
        expectThat(answer, handled, "a status below 500", answer.status || answer.exchange.error);
      }
    }
    expectEqual(
      control(await account.get(`/${partition}/c/a`), 200),
      "the payload",
      (await read(account, `/${partition}/c/a`)).payload,
      "x",
    );
  },

  "body.member-twice": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "old" });
    const twice = '"payload":"first","payload":"last"';
    for (const [method, path, text] of [
      ["PUT", `/${partition}/c/a`, `{${twice}}`],
      ["POST", `/${partition}/c/a`, `{"sortindex":1,${twice}}`],
      ["POST", `/${partition}/c`, `[{"id":"a",${twice}}]`],
      ["POST", `/${partition}`, `[{"collection":"d","collection":"c","id":"b","id":"a",${twice}}]`],
    ] as const) {
      control(await account.send("PUT", `/${partition}/c/a`, RawBody.json({ payload: "old" })), 204);
      const answer = await account.send(method, path, new RawBody(text));
      if (answer.status !== 422) expectSuccess(answer);
      const { payload } = await read(account, `/${partition}/c/a`);
      expectEqual(answer, "the payload", payload, answer.ok ? "last" : "old");
    }
  },
} satisfies Partial<ChecksOf<"body">>;
