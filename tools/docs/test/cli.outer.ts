import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../cli.ts";
import { type ReferenceRun, runReference } from "../reference-run.ts";

const folder = mkdtempSync(join(tmpdir(), "sync2-docs-cli-"));
const out = join(folder, "site");
let run: ReferenceRun;
beforeAll(async () => {
  run = await runReference({ only: ["record.created"] });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the command comes to with a run that was saved. */
async function build(saved: string): Promise<{ code: number; said: string }> {
  const file = join(folder, "run.json");
  writeFileSync(file, saved);
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const code = await main(["--run", file, "--out", out], { log: say, error: say });
  return { code, said: said.join("\n") };
}

test("a run in which a rule did not pass becomes a site, fails and names it", async () => {
  const results = run.report.results.map((result) => ({ ...result, outcome: "inconclusive" }));
  const { code, said } = await build(JSON.stringify({ ...run, report: { ...run.report, results } }));
  expect(code).toBe(1);
  expect(said).toContain("Rules without a correct exchange in this run: record.created.");
  expect(said).toMatch(/^Wrote \d+ files, /m);
  expect(existsSync(join(out, "rules/record.created.html"))).toBe(true);
});

test.each(["{}", "no JSON"])("a file with %s is no run, and named", async (text) => {
  const { code, said } = await build(text);
  expect(code).toBe(2);
  expect(said).toContain("run.json is not a run that --run saved.");
});
