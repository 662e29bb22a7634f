import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Running, startReference } from "../../reference/server.ts";
import { request, sendRaw } from "../support/raw-request.ts";

let server: Running;
beforeAll(async () => {
  server = await startReference();
});
afterAll(() => server.close());

describe("tokens", () => {
  it("the default is the public value that the documentation names", async () => {
    expect((await sendRaw(server.endpoint, request("GET", "/info/quota"))).status).toBe(200);
  });

  it("another function replaces it", async () => {
    const other = await startReference({ token: (account) => `${account}-secret` });
    const given = request("GET", "/info/quota");
    expect((await sendRaw(other.endpoint, given)).status).toBe(401);
    expect((await sendRaw(other.endpoint, given.replace("reference-a", "a-secret"))).status).toBe(200);
    await other.close();
  });

  it.each(["", "reference-", "reference-b", "reference-aa", "Reference-a"])(
    "%j is not that of a",
    async (token) => {
      const foreign = request("GET", "/info/quota").replace("reference-a", token);
      expect((await sendRaw(server.endpoint, foreign)).status).toBe(401);
    },
  );

  it.each(["a.b", "a%2Fb", "a".repeat(65), "", ".."])("%j is no account", async (account) => {
    expect((await sendRaw(server.endpoint, request("GET", "/info/quota", [], "", account))).status).toBe(401);
  });
});

describe.each(["__proto__", "constructor", "hasOwnProperty"])("%s is a name like any other", (name) => {
  it("of an account", async () => {
    const written = await sendRaw(
      server.endpoint,
      request("PUT", "/storage/c/r", [], '{"payload":"p"}', name),
    );
    expect(written.headers.get("x-last-modified-version")).toBe("1");
  });

  it("of a collection and a record", async () => {
    const path = `/storage/${name}/${name}`;
    expect((await sendRaw(server.endpoint, request("GET", path))).status).toBe(404);
    expect((await sendRaw(server.endpoint, request("PUT", path, [], '{"payload":"p"}'))).status).toBe(201);
    expect((await sendRaw(server.endpoint, request("GET", path))).body).toContain(`"id":"${name}"`);
    const { body } = await sendRaw(server.endpoint, request("GET", "/info/collection_counts"));
    expect(body).toContain(`"storage/${name}":1`);
  });

  it("of an element that fails, and of a member that is not defined", async () => {
    const list = `[{"id":"${name}","${name}":1},{"id":"ok"}]`;
    const { body } = await sendRaw(server.endpoint, request("POST", "/storage/list", [], list));
    expect(body).toBe(`{"success":["ok"],"failed":{"${name}":["${name}: unexpected"]}}`);
  });

  it("of a query parameter", async () => {
    const refused = await sendRaw(server.endpoint, request("DELETE", `/storage?${name}=1`));
    expect(JSON.parse(refused.body).errors).toMatchObject([
      { location: "query", name, reason: "unexpected" },
    ]);
  });
});
