/** The checks of `order.*`: which of two faults of a request a server answers, where a client depends on it (§12). */
import type { Options } from "../../exchange/account.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { HeaderList } from "../../results/report-model.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { limitsOf } from "../support/announced-limits.ts";
import { expectConflict, SESSION } from "../support/begun-session.ts";
import { control, expectProblem } from "../support/expect.ts";
import { prepare } from "../support/sample-requests.ts";
import { withSessions } from "../support/with-sessions.ts";
import { orderLimit } from "./limit.ts";

/** From so many records on a list is not sent that exceeds a limit by their number. */
const MANY = 10_000;

export const order = {
  "order.invalid-before-missing": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.get(`/${partition}/missing`), 404);
    control(await account.delete(`/${partition}/missing/a`), 404);
    for (const answer of [
      await account.get(`/${partition}/missing`, { query: { limit: 0 } }),
      await account.get(`/${partition}/missing/a`, { ifModified: "abc" }),
      await account.delete(`/${partition}/missing`, { query: "bogus" }),
      await account.delete(`/${partition}/missing/a`, { ifUnmodified: "abc" }),
      await account.delete("/", { query: `keep=${partition}/missing,meta` }),
      await account.delete("/", { query: `keep=${partition}/missing&bogus` }),
    ]) {
      expectProblem(answer, 422, "invalid-request");
    }
  },

  "order.invalid-before-condition": async ({ account, partition }) => {
    await prepare(account, partition);
    const stale = { ifUnmodified: 0 };
    control(await account.put(`/${partition}/sample/a`, { payload: "x" }, stale), 412);
    for (const answer of [
      await account.put(`/${partition}/sample/a`, RawBody.json({ payload: 5 }), stale),
      await account.post(`/${partition}/sample/a`, new RawBody("{"), stale),
      await account.post(`/${partition}/sample`, RawBody.json({}), stale),
      await account.get(`/${partition}/sample`, { query: { limit: 0 }, ...stale }),
      await account.delete(`/${partition}/sample`, { query: "bogus", ...stale }),
      await account.get(`/${partition}`, { query: { ids: "a" }, ...stale }),
      await account.post(`/${partition}`, RawBody.json([{ id: "a" }]), stale),
      await account.delete(`/${partition}`, { query: "bogus", ...stale }),
      await account.delete("/", { query: "keep=meta/global", ...stale }),
    ]) {
      expectProblem(answer, 422, "invalid-request");
    }
  },

  "order.conflict-before-condition": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    const stale = { ifUnmodified: 0 };
    const requests = (options: Options) => [
      () => account.put(`/${partition}/sample/a`, { payload: "x" }, options),
      () => account.post(`/${partition}/sample/a`, { sortindex: 1 }, options),
      () => account.post(`/${partition}/sample`, [{ id: "a" }], options),
      () => account.post(`/${partition}`, [{ collection: "sample", id: "a" }], options),
      () => account.delete(`/${partition}/sample/a`, options),
      () => account.delete(`/${partition}/sample`, { ...options, query: "ids=a" }),
      () => account.delete(`/${partition}`, { ...options, query: "collections=sample" }),
      () => account.delete("/", { ...options, query: `keep=${partition}/elsewhere` }),
    ];
    for (const request of requests(stale)) control(await request(), 412);
    for (const scope of [[partition], [`${partition}/sample`]]) {
      const session = await begin({ scope });
      for (const request of requests(stale)) expectConflict(await request(), session);
      // Also where what is missing fails its condition.
      if (scope[0] === partition) {
        const gone = { ifUnmodified: 5 };
        expectConflict(await account.put(`/${partition}/gone/a`, { payload: "x" }, gone), session);
      }
      await session.drop();
    }
  }),

  "order.session-ended-first": withSessions(async ({ account, partition, begin }) => {
    await prepare(account, partition);
    const session = await begin();
    const C = `/${partition}/sample`;
    const faulty: [number, string, string, RawBody | null, Options][] = [
      [422, "PUT", `${C}/a`, RawBody.json({ payload: 5 }), {}],
      [422, "POST", `${C}/a`, new RawBody("{"), {}],
      [422, "POST", C, RawBody.json({}), {}],
      [415, "POST", C, new RawBody("x", "text/plain"), {}],
      [422, "POST", C, new RawBody("{\n", "application/newlines"), {}],
      [406, "POST", C, RawBody.json([{ id: "a" }]), { headers: [["Accept", "text/html"]] }],
      [422, "POST", `/${partition}`, RawBody.json([{ id: "a" }]), {}],
      [422, "GET", C, null, { query: "limit=0" }],
      [422, "DELETE", C, null, { query: "bogus" }],
      [422, "DELETE", "/", null, { query: "keep=meta" }],
      [422, "GET", `${C}/a`, null, { ifModified: "abc" }],
      [422, "GET", `${C}/a`, null, { headers: [["X-Weave-Client", "no name"]] }],
      [406, "GET", C, null, { headers: [["Accept", "text/html"]] }],
      [404, "GET", `${C}/missing`, null, {}],
      [404, "GET", `/${partition}/missing`, null, {}],
      [412, "PUT", `${C}/a`, RawBody.json({ payload: "x" }), { ifUnmodified: 0 }],
    ];
    // While it lives, each of them is refused for what is wrong with it.
    for (const [status, method, path, body, options] of faulty) {
      const answer = await account.send(method, path, body, session.own(options));
      control(session.during(answer, status), status);
    }
    control(await session.abort(), 204);
    for (const own of [session.own(), { headers: [[SESSION, "never-begun"]] satisfies HeaderList }]) {
      for (const [, method, path, body, options] of faulty) {
        const headers = [...(options.headers ?? []), ...(own.headers ?? [])];
        const answer = await account.send(method, path, body, { ...options, headers });
        expectProblem(answer, 410, "session-ended");
      }
    }
    for (const path of [`${C}/missing`, `/${partition}/missing`]) {
      expectProblem(await account.delete(path, session.own()), 410, "session-ended");
    }
    const { max_post_records: most } = await limitsOf(account);
    if (most < MANY) {
      const list = Array.from({ length: most + 1 }, (_, index) => ({ id: `r${index}` }));
      const answer = await account.send("POST", C, RawBody.json(list), session.own());
      expectProblem(answer, 410, "session-ended");
    }
    const named: Options = { headers: [["X-Weave-Client", "no name"]] };
    const unacceptable: Options = { headers: [["Accept", "text/html"]] };
    for (const [method, path, options] of [
      ["GET", session.path, named],
      ["DELETE", session.path, named],
      ["POST", `${session.path}/commit`, named],
      ["GET", session.path, unacceptable],
      ["POST", `${session.path}/commit`, unacceptable],
      ["POST", `${session.path}/commit`, { query: "bogus" }],
      ["POST", `${session.path}/commit`, { ifUnmodified: 0 }],
      ["DELETE", session.path, { query: "bogus" }],
    ] satisfies [string, string, Options][]) {
      expectProblem(await account.send(method, path, null, options), 410, "session-ended");
    }
  }),

  ...orderLimit,
} satisfies ChecksOf<"order">;
