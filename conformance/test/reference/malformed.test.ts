import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Running, startReference } from "../../reference/server.ts";
import { request, sendRaw } from "../support/raw-request.ts";

let server: Running;
beforeAll(async () => {
  server = await startReference();
});
afterAll(() => server.close());

const close = "Host: localhost\r\nConnection: close\r\n";

describe("what is not HTTP/1.1 is never answered 400", () => {
  it.each([
    ["a garbage request line", "garbage\r\n\r\n", 422],
    ["another version of HTTP", "GET / HTTP/3.7\r\n\r\n", 505],
    ["a method that nobody knows", `FROB / HTTP/1.1\r\n${close}\r\n`, 501],
    ["a CONNECT", "CONNECT localhost:1 HTTP/1.1\r\nHost: localhost:1\r\n\r\n", 501],
    ["no Host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 422],
    ["two Hosts", `GET / HTTP/1.1\r\nHost: one\r\n${close}\r\n`, 422],
    ["a Host that is none", "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", 422],
    ["a field without a colon", `GET / HTTP/1.1\r\n${close}broken\r\n\r\n`, 422],
    ["a target in asterisk-form", `OPTIONS * HTTP/1.1\r\n${close}\r\n`, 422],
    ["a backslash in the target", `GET /a\\b HTTP/1.1\r\n${close}\r\n`, 422],
    ["fields of 70 KiB", `GET / HTTP/1.1\r\n${close}X-Long: ${"x".repeat(70_000)}\r\n\r\n`, 431],
    ["a chunk without a length", `PUT / HTTP/1.1\r\n${close}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 422],
  ])("%s", async (_what, octets, status) => {
    const answer = await sendRaw(server.endpoint, octets);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("x-weave-timestamp")).toMatch(/^\d{10}$/);
    expect(JSON.parse(answer.body)).toMatchObject({ status });
  });

  it("a chunk without a length, in a request that is otherwise in order", async () => {
    const head = request("PUT", "/storage/c/a", [
      "Content-Type: application/json",
      "Transfer-Encoding: chunked",
    ]);
    expect((await sendRaw(server.endpoint, `${head}zz\r\n`)).status).toBe(422);
  });
});

describe("what is unusual, but HTTP/1.1, is performed", () => {
  it.each([
    ["HTTP/1.0 without Host", request("GET", "/info/quota").replace("/1.1\r\nHost: localhost", "/1.0")],
    ["a target in absolute-form", request("GET", "/info/quota").replace("GET ", "GET http://elsewhere")],
    ["a target of 16 KiB", request("GET", `/info/quota?${"x".repeat(16_384 - 21)}`)],
    ["a body on a GET", request("GET", "/info/quota", [], "{}")],
  ])("%s", async (_what, octets) => {
    expect((await sendRaw(server.endpoint, octets)).status).toBe(200);
  });
});

describe("paths are taken as they were sent", () => {
  it.each(["/info/./quota", "/x/../info/quota", "//info/quota", "/info/quota/", "/info%2Fquota", "//"])(
    "%j names nothing",
    async (path) => {
      expect((await sendRaw(server.endpoint, request("GET", path))).status).toBe(404);
    },
  );
});

it("an error inside becomes a 500 and a line on stderr that holds no credentials", async () => {
  const stderr = vi.spyOn(console, "error").mockImplementation(() => {});
  const broken = await startReference({
    wrapStore: (store) => ({
      ...store,
      collections() {
        throw new Error("the disk is gone");
      },
    }),
  });
  const answer = await sendRaw(broken.endpoint, request("GET", "/info/quota"));
  await broken.close();
  const logged = stderr.mock.calls.flat().join("\n");
  stderr.mockRestore();
  expect(answer.status).toBe(500);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "internal-error" });
  expect(logged).toContain("the disk is gone");
  expect(logged).not.toContain("reference-a");
});
