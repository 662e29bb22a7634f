import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import comparisonSchema from "../../results/comparison.schema.json" with { type: "json" };
import { folder, report, sync2, TOKEN, useFolder } from "../support/command.ts";
import { ENV, serve, withBroken } from "../support/serving.ts";

useFolder();

test("--watch is refused where nobody restarts the server", async () => {
  const { code, err } = await sync2(["check", "--watch"]);
  expect(err).toMatch(/--watch needs a server that you restart/);
  expect(code).toBe(2);
});

test("--bail ends the run at the first MUST that is violated, and says what was not checked", async () => {
  await withBroken(async (endpoint) => {
    const { code, out } = await sync2(
      ["check", endpoint, "--only", "record.created,record.get,list", "--bail", "--concurrency", "1"],
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
