import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { curlLine } from "../../results/curl-command.ts";
import type { Exchange, HeaderList, KeptBody } from "../../results/report-model.ts";
import { body, exchange } from "../support/sample-report.ts";

function sent(method: string, url: string, headers: HeaderList, kept: KeptBody | null = null): Exchange {
  const base = exchange("record.sample.curl#1", method, "", 200);
  return { ...base, request: { method, url, headers, body: kept } };
}

describe("the line", () => {
  test("names credentials by a variable and leaves out what curl writes itself", () => {
    const headers: HeaderList = [
      ["Host", "a"],
      ["connection", "keep-alive"],
      ["Content-Length", "2"],
      ["authorization", "Bearer [token of r-7]"],
      ["Accept", "application/json"],
    ];
    expect(curlLine(sent("GET", "http://a/x?y=1&z=2", headers))).toBe(
      `curl -i -sS -X GET --path-as-is -H "authorization: Bearer $(printf %s "$SYNC2_TOKEN" | sed 's/{account}/r-7/g')" -H 'Accept: application/json' 'http://a/x?y=1&z=2'`,
    );
  });

  test("keeps what stands around a token, and lets nothing of it reach the shell", () => {
    const line = (value: string) => curlLine(sent("GET", "http://a/", [["Authorization", value]]));
    expect(line("Bearer [token of a]x")).toContain(`sed 's/{account}/a/g')x"`);
    expect(line("[token of a';id;']")).toContain("sed 's/{account}/aid/g'");
    expect(line('"$(id)`id` [token of a]')).toContain('-H "Authorization: \\"\\$(id)\\`id\\` $(printf');
    expect(line("$(id) `id`")).toContain("-H 'Authorization: $(id) `id`'");
    expect(line("Bearer")).toContain("-H 'Authorization: Bearer'");
  });

  test("lets the shell make a Hawk header anew, as none is good for two requests, and says so", () => {
    const value = 'Hawk id="a", ts="1", nonce="x", mac="[mac]"';
    const headers: HeaderList = [["Authorization", value]];
    expect(curlLine(sent("GET", "http://a/", headers))).toBe(
      'curl -i -sS -X GET --path-as-is -H "Authorization: $SYNC2_AUTHORIZATION" -H Accept: http://a/' +
        " # SYNC2_AUTHORIZATION: a new Hawk header for this request",
    );
    const kept = { ...body("abc"), bytes: 9000, truncated: true };
    expect(curlLine(sent("PUT", "http://a/", headers, kept))).toMatch(
      /this request; body shortened: 9000 bytes$/,
    );
    // What is no such header is sent as it was.
    expect(curlLine(sent("GET", "http://a/", [["Authorization", 'Hawk id="$(id)"']]))).toContain(
      "'Authorization: Hawk",
    );
  });

  test("says that a body was shortened", () => {
    const kept = { ...body("abc"), bytes: 9000, truncated: true };
    expect(curlLine(sent("PUT", "http://a/", [], kept))).toMatch(/ # body shortened: 9000 bytes$/);
  });
});

const missing = spawnSync("curl", ["--version"]).error !== undefined;

describe.skipIf(missing)("a shell that runs the line repeats the request", () => {
  interface Seen {
    method: string | undefined;
    url: string | undefined;
    headers: HeaderList;
    body: Buffer;
  }
  let seen: Seen | undefined;
  const server = createServer(async (request, response) => {
    const headers: HeaderList = [];
    for (let n = 0; n < request.rawHeaders.length; n += 2) {
      headers.push([request.rawHeaders[n] ?? "", request.rawHeaders[n + 1] ?? ""]);
    }
    seen = { method: request.method, url: request.url, headers, body: await buffer(request) };
    response.end("done");
  });
  let origin = "";
  beforeAll(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  async function run(method: string, path: string, headers: HeaderList, kept: KeptBody | null = null) {
    seen = undefined;
    const line = curlLine(sent(method, origin + path, headers, kept));
    expect(line).not.toContain("\n");
    const child = spawn("sh", ["-c", line], {
      env: {
        PATH: process.env.PATH,
        SYNC2_TOKEN: "secret-{account}",
        SYNC2_USERNAME: "{account}",
        SYNC2_PASSWORD: "pass:{account} 'é'",
        SYNC2_AUTHORIZATION: 'Hawk id="a", mac="b"',
      },
    });
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(errors).toBe("");
    expect(output).toMatch(/^HTTP\/1.1 200/);
    if (seen === undefined) throw new Error("no request arrived");
    const own = ["host", "user-agent", "content-length"];
    const arrived: Seen = seen;
    return { ...arrived, headers: arrived.headers.filter(([name]) => !own.includes(name.toLowerCase())) };
  }

  test("with its target untouched", async () => {
    const path = "/a/../b//%2e/c?ids={x,y}&sort=[1-3]&q='$HOME'&newer=1";
    const { method, url } = await run("DELETE", path, []);
    expect([method, url]).toEqual(["DELETE", path]);
  });

  test("with its fields, repeated, empty and quoted ones too, and no others", async () => {
    const headers: HeaderList = [
      ["X-If-Unmodified-Since-Version", "1"],
      ["X-If-Unmodified-Since-Version", "2"],
      ["X-Empty", ""],
      ["X-Quoted", `it's "$HOME" \`id\` \\ !`],
      ["Accept-Encoding", "identity"],
    ];
    expect((await run("GET", "/", headers)).headers).toEqual(headers);
    const withToken = await run("GET", "/", [["Authorization", "Bearer [token of r-7]x"]]);
    expect(withToken.headers).toEqual([["Authorization", "Bearer secret-r-7x"]]);
    const withPassword = await run("GET", "/", [["Authorization", "Basic [credentials of r-7]"]]);
    const pair = Buffer.from("r-7:pass:r-7 'é'").toString("base64");
    expect(withPassword.headers).toEqual([["Authorization", `Basic ${pair}`]]);
    const withHawk = await run("GET", "/", [["Authorization", 'Hawk id="z", mac="[mac]"']]);
    expect(withHawk.headers).toEqual([["Authorization", 'Hawk id="a", mac="b"']]);
  });

  test("with HEAD, which has no body to wait for", async () => {
    expect((await run("HEAD", "/", [])).method).toBe("HEAD");
  });

  test.each([
    ["plain text", `{"payload":"it's $HOME \\n \`id\` @file é😀"}`],
    ["nothing", ""],
    ["a name of a file", "@/etc/hostname"],
    ["lines and control characters", "a\nb\r\n\0\x1b[31m\t\\0101 %s\\c'x'\u202E\uFEFF\n"],
    ["a leading dash", "-n\n"],
  ])("with a body of %s", async (_, content) => {
    const arrived = await run("PUT", "/", [["Content-Type", "application/json"]], body(content));
    expect(arrived.body.toString()).toBe(content);
    expect(arrived.headers).toEqual([["Content-Type", "application/json"]]);
  });

  test("with a body of arbitrary octets and no content type", async () => {
    const octets = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
    const kept = {
      text: octets.toString("base64"),
      encoding: "base64" as const,
      bytes: 256,
      truncated: false,
    };
    const arrived = await run("POST", "/", [], kept);
    expect(arrived.body.equals(octets)).toBe(true);
    expect(arrived.headers).toEqual([]);
  });
});
