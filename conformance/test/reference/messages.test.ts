import { describe, expect, it } from "vitest";
import { Client, freshClient } from "../support/reference-client.ts";

const { client, clock, serving } = freshClient((server) => server.scenarios.message);

interface Listed {
  id: string;
  severity: string;
  language: string;
  expires: number;
}

const listed = async (headers: Record<string, string> = {}): Promise<Listed[]> =>
  (await client.send("GET", "/messages", { headers })).body.items;
const acknowledge = (id: string, headers = {}) => client.send("DELETE", `/messages/${id}`, { headers });

describe("messages", () => {
  it("are listed severest first, and announced on every authenticated response", async () => {
    const items = await listed();
    expect(items.map(({ severity }) => severity)).toEqual(["critical", "warning", "info", "info"]);
    const alert = items.map(({ id, severity }) => `"${id}";severity=${severity}`).join(", ");
    for (const [method, path] of [
      ["GET", "/storage/none"],
      ["GET", "/no/such/thing"],
      ["DELETE", "/"],
      ["GET", "/info/configuration"],
    ] as const) {
      expect((await client.send(method, path)).headers.get("X-Weave-Alert")).toBe(alert);
    }
    const stranger = await client.send("GET", "/messages", { headers: { Authorization: "Bearer x" } });
    expect(stranger.status).toBe(401);
    expect(stranger.headers.has("X-Weave-Alert")).toBe(false);
  });

  it("are acknowledged by each client for itself, once and for all", async () => {
    const laptop = { "X-Weave-Client": "laptop" };
    const [first, ...others] = (await listed()) as [Listed, ...Listed[]];
    expect((await acknowledge(first.id, laptop)).status).toBe(204);
    expect((await acknowledge(first.id, laptop)).status).toBe(404);
    expect(await listed(laptop)).toEqual(others);
    expect(await listed({ "X-Weave-Client": "phone" })).toEqual([first, ...others]);
    expect(await listed()).toEqual([first, ...others]);

    await client.send("DELETE", "/");
    for (const { id } of others) expect((await acknowledge(id, laptop)).status).toBe(204);
    const idle = await client.send("GET", "/info/quota", { headers: laptop });
    expect(idle.headers.has("X-Weave-Alert")).toBe(false);
    expect(await listed(laptop)).toEqual([]);
  });

  it("of another account, or of none, are missing", async () => {
    const other = new Client(serving().scenarios.message, "somebody-else");
    const { body } = await other.send("GET", "/messages");
    expect((await acknowledge(body.items[0].id)).status).toBe(404);
    expect((await acknowledge("m-none")).status).toBe(404);
    expect((await new Client(serving(), "nobody").send("GET", "/messages")).body).toEqual({ items: [] });
  });

  it("expire", async () => {
    const items = await listed();
    const [passing, next] = items.map(({ expires }) => expires).sort((a, b) => a - b) as [number, number];
    expect(next - passing).toBeGreaterThan(1000);
    clock.advance(passing * 1000 - clock.now());
    const gone = items.find(({ expires }) => expires === passing) as Listed;
    expect(await listed()).toEqual(items.filter((item) => item !== gone));
    expect((await acknowledge(gone.id)).status).toBe(404);
  });

  it.each([
    [{}, "en"],
    [{ "Accept-Language": "" }, "en"],
    [{ "Accept-Language": "de-AT, fr;q=0.5" }, "de"],
    [{ "Accept-Language": "de;q=0.2, FR;q=0.5" }, "fr"],
    [{ "Accept-Language": "zh, *;q=0.1" }, "en"],
    [{ "Accept-Language": "zh" }, "en"],
    [{ "Accept-Language": ';;=, "' }, "en"],
  ])("for %j are in %s", async (headers, language) => {
    expect(new Set((await listed(headers)).map((message) => message.language))).toEqual(new Set([language]));
  });
});

it.each([["a b"], ["a".repeat(65)], ["one, two"], [""]])("%j is no name of a client", async (name) => {
  const { status, body } = await client.send("GET", "/messages", { headers: { "X-Weave-Client": name } });
  expect(status).toBe(422);
  expect(body.errors).toMatchObject([{ location: "header", name: "X-Weave-Client", reason: "invalid" }]);
});
