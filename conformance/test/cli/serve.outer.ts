import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CANARY, folder, report, start, sync2, TOKEN, useFolder } from "../support/command.ts";

useFolder();

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

  // That all rules pass, a whole run on the embedded server shows (npm run conformance).
  test("gives the verdict that the embedded one gives, and leaks no credential", async () => {
    const hawk = { SYNC2_HAWK_ID: "{account}", SYNC2_HAWK_KEY: TOKEN };
    const only = ["--only", "account,auth,backoff,header,lifecycle,message,quota,record"];
    const { code, out, err } = await sync2(["check", "--config", "served.json", ...only], {
      ...env,
      ...hawk,
    });
    const written = report();
    const page = readFileSync(join(folder, "sync2-report", "index.html"), "utf8");
    expect(out).toMatch(/pass +(\d+) rules: \1 passed/);
    expect({ code, verdict: written.verdict }).toEqual({ code: 0, verdict: "pass" });
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
