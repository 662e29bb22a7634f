import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startReference } from "../../reference/server.ts";
import type { Report } from "../../results/report-model.ts";
import { renderJson } from "../../results/write-report.ts";
import { folder, report as last, sync2, useFolder } from "../support/command.ts";
import { mixed } from "../support/hostile-text.ts";
import { report, result, violated } from "../support/sample-report.ts";
import { closedPort } from "../support/servers.ts";

useFolder();

test("sync2 check --help fits two screens", async () => {
  const { out } = await sync2(["check", "--help"]);
  const lines = out.trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(48);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

describe("--fail-on", () => {
  test("fails a run that passes, for a rule without a conclusion", async () => {
    const server = await startReference();
    const env = { SYNC2_TOKEN: "reference-{account}" };
    // One of them needs a scenario.
    const args = ["check", server.endpoint, "--only", "path.unknown,auth.expired"];
    const usual = await sync2(args, env);
    const { code, out } = await sync2([...args, "--fail-on", "incomplete"], env);
    await server.close();
    expect(out).toContain("1 rule without a conclusion");
    expect({ usual: usual.code, code }).toEqual({ usual: 0, code: 1 });
  });

  test("takes no other name", async () => {
    const { code, err } = await sync2(["check", "--only", "path.unknown", "--fail-on", "shoulds"]);
    expect(err).toContain("should, incomplete, inconclusive");
    expect(code).toBe(2);
  });
});

test("--exclude leaves rules out, and the run is not complete", async () => {
  const { code } = await sync2(["check", "--only", "path", "--exclude", "path.acts-not,path.segments"]);
  const rules = last().results.map(({ rule }) => rule);
  expect(rules).toContain("path.unknown");
  expect(rules.filter((rule) => /^path[.](acts-not|segments)$/.test(rule))).toEqual([]);
  expect({ code, complete: last().complete }).toEqual({ code: 0, complete: false });
});

test("--time-limit ends a run without a verdict, and says so everywhere", async () => {
  const args = ["check", "--only", "session", "--time-limit", "0.02", "--format", "junit,badge"];
  const { code, out } = await sync2(args);
  expect(out).toMatch(/cut short/);
  expect(code).toBe(5);
  expect(last()).toMatchObject({ verdict: "cut short", complete: false });
  const read = (name: string) => readFileSync(join(folder, "sync2-report", name), "utf8");
  expect(read("index.html")).toMatch(/cut short/i);
  expect(read("badge.json")).not.toMatch(/"brightgreen"/);
});

test("--wait waits for a server that is starting", async () => {
  const origin = await closedPort();
  const endpoint = `${origin}/2.0/{account}`;
  const port = Number(new URL(origin).port);
  const run = sync2(["check", endpoint, "--only", "path.unknown", "--wait", "120"], {
    SYNC2_TOKEN: "reference-{account}",
  });
  // Whatever listens first is no server yet.
  const proxy = createServer((_, response) => response.writeHead(503).end());
  await new Promise<void>((resolve) => proxy.listen(port, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => proxy.once("request", () => resolve()));
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  const server = await startReference({ port });
  const { code, err } = await run;
  await server.close();
  expect(err).not.toContain("cannot be reached");
  expect(code).toBe(0);
});

test("a report of a former run is gone where the server cannot be used", async () => {
  mkdirSync(join(folder, "stale"), { recursive: true });
  const stale = join(folder, "stale", "report.json");
  writeFileSync(stale, renderJson(mixed()));
  const args = ["check", `${await closedPort()}/{account}`, "--report", "stale"];
  expect((await sync2(args, { SYNC2_TOKEN: "token-{account}" })).code).toBe(3);
  expect(existsSync(stale)).toBe(false);
});

test("sync2 compare ends with 1 where something became worse", async () => {
  const write = (name: string, results: Report["results"]) => {
    writeFileSync(join(folder, name), renderJson(report(results)));
    return name;
  };
  const old = write("old.json", [
    result("record.created", "passed"),
    violated("record.get.ok"),
    result("list.ids.selects", "passed"),
  ]);
  const now = write("new.json", [
    violated("record.created"),
    result("record.get.ok", "passed"),
    result("list.ids.selects", "broken"),
  ]);
  const text = await sync2(["compare", old, now]);
  expect(text.out).toMatch(/record[.]created/);
  expect(text.code).toBe(1);
  const json = await sync2(["compare", old, now, "--json"]);
  const found = JSON.parse(json.out) as Record<string, { rule: string }[]>;
  expect(
    Object.fromEntries(Object.entries(found).map(([key, rules]) => [key, rules.map((r) => r.rule)])),
  ).toEqual({
    newlyViolated: ["record.created"],
    mended: ["record.get.ok"],
    newlyHeldBack: ["list.ids.selects"],
  });
  expect((await sync2(["compare", old, old])).code).toBe(0);
  expect((await sync2(["compare", old, "none.json"])).code).toBe(2);
});
