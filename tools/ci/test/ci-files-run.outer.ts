import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { publicToken } from "../../../conformance/reference/authenticate.ts";
import type { Fault } from "../../../conformance/reference/faults/fault.ts";
import { faults } from "../../../conformance/reference/faults/index.ts";
import { startReference } from "../../../conformance/reference/server.ts";
import { closedPort } from "../../../conformance/test/support/servers.ts";
import { makeProject, runAction, runJob } from "./run-ci-files.ts";

/** Tests the GitHub action and the GitLab job against servers with and without a fault. */

const RULE = "record.created";
const TOKEN = publicToken("{account}");

const good = await startReference();
const { handler: wrap = (next) => next }: Fault = faults[RULE];
const bad = await startReference({ wrap });
afterAll(async () => {
  for (const server of [good, bad]) await server.close();
});

let folder: string;
beforeEach(() => {
  folder = makeProject();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(path: string): string {
  return readFileSync(join(folder, path), "utf8");
}

describe("the action", () => {
  const env = { SYNC2_TOKEN: TOKEN };

  test("passes with a server that keeps the rule, and tells where the report is", async () => {
    const { code, outputs, summary } = await runAction(folder, { endpoint: good.endpoint, only: RULE }, env);
    expect(outputs).toEqual({ verdict: "pass", "exit-code": "0", report: join(folder, "sync2-report") });
    expect(code).toBe(0);
    expect(JSON.parse(read("sync2-report/report.json")).summary).toMatchObject({ passed: 1, total: 1 });
    expect(read("sync2-report/index.html")).toContain(RULE);
    expect(summary).toContain("pass");
  });

  test("fails with a server that breaks it, and annotates the run", async () => {
    const inputs = { endpoint: bad.endpoint, only: RULE, report: "a report", format: "junit" };
    const { code, outputs, said, summary } = await runAction(folder, inputs, env);
    expect(outputs).toEqual({ verdict: "fail", "exit-code": "1", report: join(folder, "a report") });
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`^::error .*${RULE}`, "m"));
    expect(summary).toContain(RULE);
    expect(read("a report/junit.xml")).toContain("<failure");
  });

  test("takes what a script would run as text", async () => {
    const { code, outputs } = await runAction(
      folder,
      { endpoint: good.endpoint, only: "$(touch ran); touch ran" },
      env,
    );
    expect(code).toBe(2);
    expect(outputs.verdict).toBe("unchecked");
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });

  test("says apart that there is no server", async () => {
    const { code, outputs } = await runAction(folder, { endpoint: `${await closedPort()}/{account}` }, env);
    expect(code).toBe(3);
    expect(outputs).toMatchObject({ verdict: "unchecked", "exit-code": "3" });
  });

  test("does not check the reference server where no server is named", async () => {
    const { code, said } = await runAction(folder, {}, env);
    expect(code).toBe(2);
    expect(said).toContain("::error::No server is named");
  });
});

describe("the job", () => {
  const variables = { SYNC2_TOKEN: TOKEN, SYNC2_ONLY: RULE };

  test("passes with a server that keeps the rule, and has test cases for GitLab", async () => {
    const { code } = await runJob(folder, { ...variables, SYNC2_ENDPOINT: good.endpoint });
    expect(code).toBe(0);
    expect(read("sync2-report/junit.xml")).toContain(RULE);
    expect(read("sync2-report/junit.xml")).not.toContain("<failure");
    expect(read("sync2-report/index.html")).toContain(RULE);
  });

  test("fails with a server that breaks it", async () => {
    const { code } = await runJob(folder, { ...variables, SYNC2_ENDPOINT: bad.endpoint });
    expect(code).toBe(1);
    expect(read("sync2-report/junit.xml")).toContain("<failure");
  });

  test("does not check the reference server where no server is named", async () => {
    const { code, said } = await runJob(folder, variables);
    expect(code).toBe(2);
    expect(said).toContain("No server is named");
  });
});
