import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import schema from "../report/report.schema.json" with { type: "json" };
import { CANARY, folder, hasTrace, report, start, sync2, TOKEN } from "./command.ts";
import { closedPort, STUBBORN, withServer } from "./servers.ts";

describe("mistakes of the user: exit 2, a sentence and no stack trace", () => {
  const URL_WITH = "http://127.0.0.1:9/{account}";
  test.each<[string, string[], Record<string, string>, RegExp]>([
    ["an endpoint that is no URL", ["check", "nonsense"], { SYNC2_TOKEN: TOKEN }, /"nonsense" is not a URL/],
    [
      "an endpoint of another scheme",
      ["check", "ftp://a/"],
      { SYNC2_TOKEN: TOKEN },
      /neither http nor https/,
    ],
    ["an endpoint with credentials", ["check", "http://u:p@a/"], { SYNC2_TOKEN: TOKEN }, /holds credentials/],
    ["no token", ["check", URL_WITH], {}, /No token for .*Set SYNC2_TOKEN/],
    ["an empty endpoint", ["check"], { SYNC2_ENDPOINT: "" }, /endpoint is empty/],
    ["rules that are empty", ["check", "--only", ""], {}, /--only.*is empty/],
    ["rules that are a comma", ["check", "--only", " ,"], {}, /--only.*is empty/],
    ["a folder that is empty", ["check", "--report", ""], {}, /--report.*is empty/],
    ["a folder that cannot be made", ["check", "--report", "/proc/none/x"], {}, /--report \/proc\/none\/x: /],
    ["a folder that is a file", ["check", "--report", process.execPath], {}, /--report \S*node: /],
    ["a configuration that is empty", ["check", "--config", ""], {}, /--config.*is empty/],
    ["an unknown rule", ["check", "--only", "no.such"], {}, /no\.such: no rule has this id/],
    ["an unknown option", ["check", "--bogus"], {}, /unknown option '--bogus'/],
    ["an unknown command", ["bogus"], {}, /unknown command 'bogus'/],
    ["a number that is none", ["check", "--timeout", "soon"], {}, /has to be a number/],
    ["a seed that is none", ["check", "--seed", "-1"], {}, /--seed.*whole number from 0/],
    ["an effort below the ordinary one", ["check", "--effort", "0.5"], {}, /--effort.*number from 1/],
    [
      "a configuration that is not there",
      ["check", "--config", "none.yaml"],
      {},
      /none\.yaml: cannot be read/,
    ],
    ["a token with a line feed", ["check", URL_WITH], { SYNC2_TOKEN: "a\nb" }, /token holds white space/],
    ["public tokens for others", ["serve", "--host", "0.0.0.0"], {}, /others could reach the server/],
    ["an unknown rule to explain", ["rules", "no.such"], {}, /"no\.such": no rule/],
  ])("%s", async (_, args, env, message) => {
    const { code, err, out } = await sync2(args, env);
    expect(err).toMatch(message);
    expect({ code, trace: hasTrace(err), out }).toEqual({ code: 2, trace: false, out: "" });
  });
});

describe("a target that cannot be used: exit 3, within a bounded time", () => {
  const check = (origin: string) =>
    sync2(["check", `${origin}/{account}`, "--timeout", "1"], { SYNC2_TOKEN: TOKEN });

  test("nothing listens", async () => {
    const { code, err } = await check(await closedPort());
    expect(err).toMatch(/cannot be reached: connection refused/);
    expect(code).toBe(3);
  });

  test.each(Object.entries(STUBBORN).filter(([name]) => !name.includes("empty object")))(
    "%s",
    async (_, listener) => {
      const { code, err, out } = await withServer(listener, check);
      expect({ code, out, trace: hasTrace(err), leaked: err.includes(CANARY) }).toEqual({
        code: 3,
        out: "",
        trace: false,
        leaked: false,
      });
    },
  );
});

describe("a stubborn server that may be wiped: exit 1, and nothing passed", () => {
  test("answers 200 to everything", async () => {
    const listener = STUBBORN["answers 200 and an empty object"] as (typeof STUBBORN)[string];
    const args = ["--wipe", "--only", "record,info,path,auth"];
    const env = { SYNC2_TOKEN: TOKEN };
    const { code } = await withServer(listener, (origin) =>
      sync2(["check", `${origin}/{account}`, ...args], env),
    );
    expect(code).toBe(1);
    expect(report().summary.passed).toBe(0);
  });
});

describe("a server of its own", () => {
  const env = { SYNC2_TOKEN: TOKEN };
  let server: ChildProcess;
  let endpoint = "";

  beforeAll(async () => {
    const files = ["--data", join(folder, "data.sqlite"), "--write-config", "served.json"];
    server = start(["serve", "--port", "0", ...files], env);
    const [chunk] = await once(server.stdout as NodeJS.ReadableStream, "data");
    endpoint = /Endpoint +(\S+)/.exec(String(chunk))?.[1] ?? "";
    expect(String(chunk)).not.toContain(CANARY);
  });
  afterAll(async () => {
    server.kill("SIGTERM");
    await once(server, "close");
  });

  test("gives the verdict that the embedded one gives, and leaks no credential", {
    timeout: 300_000,
  }, async () => {
    const hawk = { SYNC2_HAWK_ID: "{account}", SYNC2_HAWK_KEY: TOKEN };
    const { code, out, err } = await sync2(["check", "--config", "served.json"], { ...env, ...hawk });
    const written = report();
    const page = readFileSync(join(folder, "sync2-report", "index.html"), "utf8");
    expect(out).toMatch(/pass .*\(complete\)/);
    expect({ code, verdict: written.verdict, complete: written.complete }).toEqual({
      code: 0,
      verdict: "pass",
      complete: true,
    });
    expect(written.summary.passed).toBe(written.summary.total);
    const full = Object.entries(written.coverage).map(([row, { covered, total }]) => [
      row,
      covered === total,
    ]);
    expect(full.filter(([, all]) => !all)).toEqual([]);

    const validate = formats.default(new Ajv2020({ allErrors: true })).compile(schema);
    expect(validate(written), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    for (const said of [out, err, page, JSON.stringify(written)]) expect(said.includes(CANARY)).toBe(false);
  });

  test("keeps its data from a run without --wipe", async () => {
    const account = endpoint.replace("{account}", "precious");
    const own = { SYNC2_TOKEN: `${CANARY}-precious` };
    const headers = { Authorization: `Bearer ${own.SYNC2_TOKEN}`, "Content-Type": "application/json" };
    const url = `${account}/storage/bookmarks/a`;
    await fetch(url, { method: "PUT", headers, body: '{"payload":"mine"}' });

    const refused = await sync2(["check", account, "--only", "path.unknown"], own);
    expect(refused.err).toMatch(/holds 1 collection\. .*--wipe/);
    expect(refused.code).toBe(3);
    expect((await fetch(url, { headers })).status).toBe(200);

    const wiped = await sync2(
      ["check", account, "--only", "path.unknown,auth.foreign,version.unwritten", "--wipe"],
      own,
    );
    expect(wiped.code).toBe(0);
    expect((await fetch(url, { headers })).status).toBe(404);
    // One account that is not new is too little for two of the three, and the report says so.
    expect({ ...report().summary, complete: report().complete }).toMatchObject({
      passed: 1,
      untested: 2,
      complete: false,
    });
  });

  test("can be given as accounts in a configuration", async () => {
    const accounts = ["one", "two"].map((name) => ({
      name,
      endpoint: endpoint.replace("{account}", name),
      token: `\${SECRET}-${name}`,
    }));
    writeFileSync(join(folder, "accounts.json"), JSON.stringify({ accounts, timeout: 5 }));
    const args = ["check", "--config", "accounts.json", "--only", "auth.foreign,partition,order"];
    const { code, out } = await sync2(args, { SECRET: CANARY });
    expect(out).toMatch(/pass +(\d+) rules: \1 passed/);
    expect(code).toBe(0);
    expect(JSON.stringify(report()).includes(CANARY)).toBe(false);
  });
});

describe("sync2 rules", () => {
  test("explains a rule", async () => {
    const { code, out } = await sync2(["rules", "record.created"]);
    expect(out).toContain("A PUT or POST that creates a record MUST answer 201.");
    expect(out).toMatch(/Check +conformance\/checks\/record\.ts:\d+/);
    expect(out).toMatch(/Fault +conformance\/reference\/faults\/record\S*\.ts:\d+: a server that/);
    expect(code).toBe(0);
  });

  test("lists an area, also for programs", async () => {
    const { out } = await sync2(["rules", "order", "--json"]);
    const listed = JSON.parse(out) as { id: string; check: string; fault: object }[];
    expect(listed.length).toBeGreaterThan(1);
    expect(listed.every(({ check, fault }) => check && fault)).toBe(true);
  });
});
