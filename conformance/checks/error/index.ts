/** The checks of `error.*`: the form of problems, and the faults that a 422 names. */
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { CheckContext, ChecksOf } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { control, expectEqual, expectProblem, expectStatus, expectThat } from "../support/expect.ts";
import { expectFault, expectReason, faultsOf } from "../support/named-faults.ts";
import { provoke } from "../support/provoke-problems.ts";
import { prepare } from "../support/sample-requests.ts";
import { errorActsNot } from "./acts-not.ts";

/** A URI reference by its characters alone (RFC 3986, appendix A). */
const URI_REFERENCE = /^(?:[!#$&-;=?-Z[\]_a-z~]|%[0-9A-Fa-f]{2})*$/;

export const error = {
  ...errorActsNot,

  "error.invalid.code": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.get(`/${partition}/sample`, { query: { limit: 1 } }), 200);
    for (const answer of [
      await account.get(`/${partition}/sample`, { query: { limit: 0 } }),
      await account.put(`/${partition}/sample/a`, RawBody.json({ sortindex: 1 })),
      await account.put(`/${partition}/sample/a`, new RawBody("{")),
      await account.delete(`/${partition}/sample`, { query: "x" }),
      await account.get(`/${partition}/sample/a`, { ifModified: "abc" }),
      await account.get(`/${partition}`, { query: { ids: "a" } }),
      await account.post(`/${partition}`, RawBody.json([{ id: "a" }])),
      await account.delete("/", { query: { keep: "meta/global" } }),
    ]) {
      for (const fault of faultsOf(answer)) {
        const complete = [fault.location, fault.name, fault.reason, fault.description].every(
          (member) => typeof member === "string",
        );
        expectThat(answer, complete, "each error to have location, name, reason and description", fault);
      }
    }
  },

  "error.invalid.query": async ({ account, partition }) => {
    await prepare(account, partition);
    const location = "query";
    const names = ["limit", "newer", "older", "sort", "ids"];
    for (const [path, all] of [
      [`/${partition}/sample`, names],
      [`/${partition}`, [...names, "collections"]],
    ] as const) {
      for (const name of all)
        expectFault(await account.get(path, { query: { [name]: "!" } }), { location, name });
    }
    for (const [path, name] of [
      [`/${partition}/sample`, "ids"],
      [`/${partition}`, "collections"],
      ["/", "keep"],
    ] as const) {
      expectFault(await account.delete(path, { query: "bogus=1" }), { location, name: "bogus" });
      expectFault(await account.delete(path, { query: `${name}=` }), { location, name });
    }
    for (const [method, path] of [
      ["PUT", `/${partition}/sample/a`],
      ["POST", `/${partition}/sample/a`],
    ] as const) {
      const answer = await account.send(method, path, RawBody.json({ payload: "x" }), { query: "bogus=1" });
      expectFault(answer, { location, name: "bogus" });
    }
    control(await account.get(`/${partition}/sample`, { query: { limit: 1 } }), 200);
  },

  "error.invalid.header": async ({ account, partition }) => {
    await prepare(account, partition);
    const name = "X-If-Unmodified-Since-Version";
    expectFault(await account.get(`/${partition}/sample`, { ifUnmodified: "abc" }), {
      location: "header",
      name,
    });
    expectFault(await account.get("/info/collections", { ifModified: "-1" }), {
      location: "header",
      name: "X-If-Modified-Since-Version",
    });
    expectFault(await account.get("/info/collections", { headers: [["X-Weave-Client", "no name"]] }), {
      location: "header",
      name: "X-Weave-Client",
    });
    control(await account.get(`/${partition}/sample`, { ifUnmodified: Number.MAX_SAFE_INTEGER }), 200);
  },

  "error.invalid.body": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const [name, value] of [
      ["sortindex", "high"],
      ["ttl", 0],
      ["payload", 5],
      ["bogus", 1],
      ["id", "another"],
    ]) {
      const invalid = RawBody.json({ payload: "x", [name as string]: value });
      expectFault(await account.put(`/${partition}/sample/a`, invalid), {
        location: "body",
        name: name as string,
      });
      expectFault(await account.post(`/${partition}/sample/a`, invalid), {
        location: "body",
        name: name as string,
      });
    }
    control(await account.put(`/${partition}/sample/a`, { payload: "x" }), 204);
    if (!isInReach("postCollection")) return;
    const fault = { location: "body", name: "id" } as const;
    for (const [path, list] of [
      [`/${partition}/sample`, [{ id: "a!b" }]],
      [`/${partition}`, [{ collection: "sample", id: "a!b" }]],
    ] as const) {
      for (const body of [RawBody.json(list), RawBody.lines([...list])]) {
        expectFault(await account.send("POST", path, body), fault);
      }
    }
  },

  "error.invalid.reason": async ({ account, partition }: CheckContext) => {
    await prepare(account, partition);
    expectReason(await account.put(`/${partition}/sample/a`, RawBody.json({})), "payload", "missing");
    expectReason(
      await account.put(`/${partition}/sample/a`, RawBody.json({ payload: "", bogus: 1 })),
      "bogus",
      "unexpected",
    );
    expectReason(
      await account.put(`/${partition}/sample/a`, RawBody.json({ payload: 5 })),
      "payload",
      "invalid",
    );
    expectReason(
      await account.put(`/${partition}/sample/a`, RawBody.json({ payload: "", ttl: 0 })),
      "ttl",
      "invalid",
    );
    for (const path of [`/${partition}/sample`, `/${partition}`, "/"]) {
      expectReason(await account.delete(path, { query: "bogus" }), "bogus", "unexpected");
    }
    expectReason(await account.get(`/${partition}/sample`, { query: "limit=0" }), "limit", "invalid");
    expectReason(
      await account.get(`/${partition}/sample`, { ifModified: "abc" }),
      "X-If-Modified-Since-Version",
      "invalid",
    );
    control(await account.put(`/${partition}/sample/a`, { payload: "" }), 204);
  },

  "error.never-400": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const answer of [
      ...(await provoke(account, partition)).map((provoked) => provoked.answer),
      await account.get(`/${partition}/sample`, { query: "limit=abc&newer=-1&sort=&ids=" }),
      await account.get(`/${partition}/sample`, { query: "offset=garbage" }),
      await account.get(`/${partition}/sample`, { ifModified: "abc" }),
      await account.get(`/${partition}/sample`, { ifModified: 1, ifUnmodified: 1 }),
      await account.get(`/${partition}/a!b`),
      await account.get(`/${partition}/a%20b`),
      await account.get(`/${partition}/%C3`),
      await account.get(`/${partition}//a`),
      await account.put(`/${partition}/sample/a`, RawBody.json([])),
      await account.put(`/${partition}/sample/a`, RawBody.json({ payload: 5 })),
      await account.put(`/${partition}/sample/a`, new RawBody("")),
      await account.put(`/${partition}/sample/a`, new RawBody("x", "no media type at all")),
      await account.post(`/${partition}/sample`, RawBody.json({})),
      await account.post(`/${partition}/sample`, new RawBody("{", "application/newlines")),
      await account.get(`/${partition}`, { query: "limit=abc&ids=a&collections=" }),
      await account.post(`/${partition}`, RawBody.json([{ id: "a" }, 5])),
      await account.delete(`/${partition}/sample`, { query: "bogus" }),
      await account.delete(`/${partition}`, { query: "collections=" }),
      await account.delete("/", { query: "kepp=control/keys" }),
      await account.delete("/", { query: "keep=meta/global" }),
      await account.get(`/${partition}/sample`, { headers: [["Accept", "nonsense"]] }),
      await account.get(`/${partition}/sample`, { authorization: "Nonsense" }),
    ]) {
      if (answer.status === 0) throw new Broken(`${answer.asked} got no answer: ${answer.exchange.error}`);
      expectThat(answer, answer.status !== 400, "any status but 400", answer.status);
    }
  },

  "error.problem.type": async ({ account, partition }) => {
    for (const { status, answer } of await provoke(account, partition)) {
      expectStatus(answer, status);
      expectEqual(answer, "the media type", answer.type, "application/problem+json");
      expectThat(
        answer,
        typeof answer.json === "object" && answer.json !== null,
        "a JSON object",
        answer.text,
      );
    }
  },

  "error.problem.accept": async ({ account, partition }) => {
    for (const accept of ["text/html", "application/problem+json;q=0, text/plain"]) {
      for (const { status, answer } of await provoke(account, partition, accept)) {
        // Which of two faults a GET of an unknown path shows first is its own matter; a DELETE has only one.
        const both = answer.exchange.request.method === "GET";
        if (both && status === 404 && answer.status === 406) continue;
        expectStatus(answer, status);
        expectThat(answer, answer.code !== undefined, "a problem with a code", answer.text);
        expectEqual(answer, "the media type", answer.type, "application/problem+json");
      }
    }
  },

  "error.problem.code": async ({ account, partition }) => {
    for (const { status, code, answer } of await provoke(account, partition))
      expectProblem(answer, status, code);
  },

  "error.problem.status": async ({ account, partition }) => {
    for (const { status, answer } of await provoke(account, partition)) {
      expectStatus(answer, status);
      const { status: member } = Object(answer.json) as { status?: unknown };
      if (member !== undefined) expectEqual(answer, "the member status", member, status);
    }
  },

  "error.problem.members": async ({ account, partition }) => {
    for (const { status, answer } of await provoke(account, partition)) {
      expectStatus(answer, status);
      const { json } = answer;
      const problem = Object(json) as Record<string, unknown>;
      expectThat(answer, problem === json, "a JSON object", answer.text);
      for (const name of ["type", "title", "detail", "instance"].filter((member) => member in problem)) {
        expectThat(answer, typeof problem[name] === "string", `${name}, a string`, problem);
      }
      for (const name of ["type", "instance"].filter((member) => member in problem)) {
        expectThat(answer, URI_REFERENCE.test(problem[name] as string), `${name}, a URI reference`, problem);
      }
    }
  },
} satisfies ChecksOf<"error">;
