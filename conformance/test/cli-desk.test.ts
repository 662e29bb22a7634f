import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test, vi } from "vitest";
import { faults } from "../reference/faults/index.ts";
import { startReference } from "../reference/server.ts";
import comparisonSchema from "../report/comparison.schema.json" with { type: "json" };
import { CANARY, ended, folder, report, SYNC2, start, sync2, TOKEN } from "./command.ts";

// Each of them runs the command, some several times.
vi.setConfig({ testTimeout: 120_000 });

const ENV = { SYNC2_TOKEN: TOKEN };
const token = (account: string) => TOKEN.replace("{account}", account);
const FAULT = faults["record.created"];

/** A server that keeps all rules, or all but `record.created`. */
function serve(broken: boolean, port = 0) {
  const wrap = broken && FAULT.handler ? { wrap: FAULT.handler } : {};
  return startReference({ token, port, ...wrap });
}

/** Works with a server that breaks a rule. */
async function withBroken(work: (endpoint: string) => Promise<void>) {
  const server = await serve(true);
  await work(server.endpoint).finally(() => server.close());
}

test("--watch checks again after a restart: what failed first, and then the rest", {
  timeout: 120_000,
}, async () => {
  let server = await serve(true);
  const port = Number(new URL(server.endpoint).port);
  const child = start(["check", server.endpoint, "--only", "record.created,record.get", "--watch"], ENV);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (said += text));
  const run = ended(child);
  const until = async (pattern: RegExp) => {
    while (!pattern.test(said)) {
      if (child.exitCode !== null) throw new Error(`it ended: ${said}`);
      await setTimeout(50);
    }
    said = said.replace(pattern, "");
  };
  try {
    await until(/fail +\d+ rules[\s\S]*Waiting for a restart/);
    await server.close();
    server = await serve(false, port);
    await until(/First what failed: 1 rule\.[\s\S]*pass +1 rule: 1 passed/);
    await until(/Now all of them\.[\s\S]*pass +\d+ rules[\s\S]*Waiting for a restart/);
  } finally {
    child.kill("SIGINT");
    await server.close();
  }
  expect((await run).code).toBe(130);
});

test("--watch is refused where nobody restarts the server", async () => {
  const { code, err } = await sync2(["check", "--watch"]);
  expect(err).toMatch(/--watch needs a server that is restarted/);
  expect(code).toBe(2);
});

test("--bail ends the run at the first MUST that is violated, and says what was not checked", async () => {
  await withBroken(async (endpoint) => {
    const { code, out } = await sync2(
      ["check", endpoint, "--only", "record,collection", "--bail", "--concurrency", "1"],
      ENV,
    );
    expect(out).toMatch(/record\.created {2}MUST/);
    expect(code).toBe(1);
    const { summary, complete, results } = report();
    expect({ complete, violated: summary.violated, broken: summary.broken }).toEqual({
      complete: false,
      violated: 1,
      broken: 0,
    });
    expect(summary.untested).toBeGreaterThan(10);
    const reasons = new Set(
      results.flatMap(({ outcome, reason }) => (outcome === "untested" ? [reason] : [])),
    );
    expect([...reasons]).toContain("the run was ended: record.created was violated");
  });
});

test("--level leaves out what a server only should do, and the run is not complete", async () => {
  const { code, out } = await sync2(["check", "--only", "encoding,path.unknown", "--level", "MUST"]);
  expect(out).toMatch(/narrowed to .*level MUST/);
  expect(code).toBe(0);
  expect(report().results.every(({ level }) => level.startsWith("MUST"))).toBe(true);
  const none = await sync2(["check", "--only", "encoding.gzip", "--level", "MUST"]);
  expect(none.err).toMatch(/--level MUST: none of the chosen rules/);
  expect(none.code).toBe(2);
});

test("a baseline lets a known failure pass, and no other", async () => {
  await withBroken(async (endpoint) => {
    const file = join(folder, "known.yaml");
    const only = ["check", endpoint, "--only", "record.created,record.get", "--baseline", file];
    const entry = (rule: string) => `  - rule: ${rule}\n    reason: Old clients want it so.\n`;
    writeFileSync(file, `failures:\n${entry("record.created")}`);
    const known = await sync2(only, ENV);
    expect(known.out).toMatch(/pass +\d+ rules: \d+ passed, 1 known failure/);
    expect(known.code).toBe(0);
    expect(report().baseline).toMatchObject({ known: [{ rule: "record.created" }], problems: [] });

    writeFileSync(file, `failures:\n${entry("record.created")}${entry("record.get.ok")}`);
    const stale = await sync2(only, ENV);
    expect(stale.out).toMatch(/known\.yaml:4.*record\.get\.ok passes now: remove lines 4 to 5/s);
    expect(stale.code).toBe(1);
  });
});

test("several targets are checked in one run and put side by side", async () => {
  const good = await serve(false);
  const closed = await serve(false);
  await closed.close();
  try {
    await withBroken(async (endpoint) => {
      const config = join(folder, "several.json");
      const targets = { good: good.endpoint, bad: endpoint, gone: closed.endpoint };
      const at = (url: string) => ({ endpoint: url, token: TOKEN });
      const all = Object.entries(targets).map(([name, url]) => [name, at(url)]);
      writeFileSync(
        config,
        JSON.stringify({ targets: Object.fromEntries(all), only: ["record.created", "record.get"] }),
      );
      const { code, out, err } = await sync2(["check", "--config", config, "--report", "several"]);
      expect(code).toBe(1);
      expect(out).toMatch(/rule +good +bad +gone\nrecord\.created +passed +violated +not run\n/);
      expect(out).toMatch(/gone: .*cannot be reached/);
      expect(err).toMatch(/== good[\s\S]*== bad[\s\S]*== gone/);
      const read = (name: string) => JSON.parse(readFileSync(join(folder, "several", name), "utf8"));
      const comparison = read("comparison.json");
      expect(new Ajv2020({ strictTypes: false }).validate(comparisonSchema, comparison)).toBe(true);
      expect(comparison.servers.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
        "pass",
        "fail",
        null,
      ]);
      expect(read("good/report.json").verdict).toBe("pass");
      expect(read("bad/report.json").verdict).toBe("fail");
      expect((await sync2(["check", "--config", config, "--target", "good"])).code).toBe(0);
    });
  } finally {
    await good.close();
  }
});

describe("a server that the configuration starts", () => {
  /** A configuration whose server tells its token, and listens on a port that was free a moment ago. */
  async function written(name: string, more: object): Promise<[config: string, port: number]> {
    const free = await serve(false);
    const port = Number(new URL(free.endpoint).port);
    await free.close();
    const script = `import(${JSON.stringify(SYNC2)})`;
    const loud = `console.log("the token is", process.env.SYNC2_TOKEN); ${script}`;
    const command = [process.execPath, "-e", loud, "serve", "--port", String(port)];
    const server = { command, readyUrl: `http://127.0.0.1:${port}/`, env: { SYNC2_TOKEN: TOKEN } };
    const endpoint = `http://127.0.0.1:${port}/2.0/{account}`;
    const config = join(folder, `${name}.json`);
    writeFileSync(config, JSON.stringify({ endpoint, token: TOKEN, server, report: name, ...more }));
    return [config, port];
  }

  test("is awaited, checked and stopped", async () => {
    const [config, port] = await written("starts", { only: ["record.get"] });
    const { code, out, err } = await sync2(["check", "--config", config]);
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining("Checking") });
    expect(out).toMatch(/pass +\d+ rules/);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    expect(readdirSync(join(folder, "starts"))).not.toContain("server.log");
  });

  test("leaves its log, without credentials, where the run fails", async () => {
    // A baseline that does not hold makes a run fail.
    const baseline = join(folder, "stale.yaml");
    writeFileSync(baseline, "failures:\n  - rule: record.get.ok\n    reason: Not yet.\n");
    const [config] = await written("fails", { only: ["record.get"], baseline });
    const { code, err } = await sync2(["check", "--config", config]);
    expect(code).toBe(1);
    expect(err).toMatch(/what the server .*said: fails\/server\.log/);
    const log = readFileSync(join(folder, "fails", "server.log"), "utf8");
    expect(log).toMatch(/the token is \[/);
    expect(log).not.toContain(CANARY);
  });

  test("that does not start is said, and nothing is checked", async () => {
    const [config] = await written("dead", {
      server: { command: [process.execPath, "-e", "process.exit(3)"], readyUrl: "http://127.0.0.1:9/" },
    });
    const { code, err, out } = await sync2(["check", "--config", config]);
    expect(err).toMatch(/server\.command: .*ended with code 3/);
    expect({ code, out }).toEqual({ code: 3, out: "" });
  });
});
