import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../../../conformance/reference/faults/fault.ts";
import { type Running, startReference } from "../../../conformance/reference/server.ts";
import { main } from "../cli.ts";
import { respect, workflowFile, workflowNames } from "../run-respect.ts";
import { plantedFaults } from "./planted-faults.ts";

/** Tests that the workflows pass on the reference server and notice planted faults. */

const MESSAGE = "read-message";
const names = workflowNames();
const ordinary = names.filter((name) => name !== MESSAGE);

/** Runs workflows in an account of a reference server. Returns where and why each failed, by name; null if it passed. */
async function run(server: Running, account: string, chosen: string[], env: Record<string, string> = {}) {
  const stopped: Record<string, string | null> = {};
  for (const [endpoint, some] of [
    [server.endpoint, chosen.filter((name) => name !== MESSAGE)],
    [server.scenarios.message.endpoint, chosen.filter((name) => name === MESSAGE)],
  ] as const) {
    if (some.length === 0) continue;
    const { outcomes, output } = await respect({
      files: some.map(workflowFile),
      endpoint: endpoint.replace("{account}", account),
      inputs: { token: `reference-${account}`, client: account },
      env,
    });
    expect(output).not.toContain(`reference-${account}`);
    for (const { file, passed, steps, failures } of outcomes) {
      stopped[basename(file, ".arazzo.yaml")] = passed ? null : `${steps.at(-1)} (${failures.join("; ")})`;
    }
  }
  return stopped;
}

async function withFault({ handler, store }: Fault, use: (server: Running) => Promise<void>) {
  const server = await startReference({
    ...(handler && { wrap: handler }),
    ...(store && { wrapStore: store }),
  });
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

describe("the reference server", () => {
  let server: Running;
  beforeAll(async () => {
    server = await startReference();
  });
  afterAll(() => server.close());
  const green = Object.fromEntries(names.map((name) => [name, null]));

  test("passes every workflow, and again in the account that they left", async () => {
    expect(await run(server, "first", names)).toEqual(green);
    expect(await run(server, "first", ordinary)).toEqual({ ...green, [MESSAGE]: undefined });
  });

  test("is all that a run talks to", async () => {
    const folder = mkdtempSync(join(tmpdir(), "connections-"));
    const log = join(folder, "log");
    try {
      await run(server, "alone", ["create-if-absent"], {
        NODE_OPTIONS: `--require=${JSON.stringify(join(import.meta.dirname, "log-connections.cjs"))}`,
        CONNECTIONS_LOG: log,
      });
      expect(existsSync(log)).toBe(true);
      const { host } = new URL(server.endpoint.replace("{account}", "alone"));
      expect(new Set(readFileSync(log, "utf8").trim().split("\n"))).toEqual(new Set([host]));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a server that", () => {
  test.each(plantedFaults)("$fault.does fails", async ({ fault, noticed }) => {
    await withFault(fault, async (server) => {
      const stopped = await run(server, "faulty", Object.keys(noticed));
      for (const [name, step] of Object.entries(noticed))
        expect(stopped[name]).toMatch(new RegExp(`^${step} `));
    });
  });

  test("is broken in some way fails, for every workflow", () => {
    const noticed = new Set(plantedFaults.flatMap(({ noticed }) => Object.keys(noticed)));
    expect([...noticed].sort()).toEqual(names);
  });
});

describe("the command", () => {
  const printed: string[] = [];
  const output = { log: (line: string) => printed.push(line), error: (line: string) => printed.push(line) };

  test("says what passed", async () => {
    await withFault({ does: "nothing wrong" }, async ({ endpoint }) => {
      expect(await main([endpoint, "update-safely"], "reference-{account}", output)).toBe(0);
    });
    expect(printed.splice(0)).toEqual([expect.stringMatching(/^pass {2}update-safely/)]);
  });

  test("fails where nobody listens", async () => {
    expect(await main(["http://127.0.0.1:9/2.0/a", "update-safely"], "secret", output)).toBe(1);
    expect(printed.splice(0).join("\n")).toMatch(/^FAIL {2}update-safely.*\n.*failed network request/);
  });

  test.each([
    [[], "t", "Which endpoint?"],
    [["http://127.0.0.1:9"], undefined, "SYNC2_TOKEN is not set."],
    [["http://127.0.0.1:9", "nap"], "t", "There is no workflow nap."],
    [["http://127.0.0.1:9", "--token=t"], "t", "Unknown option '--token'"],
  ])("refuses %j", async (args, token, message) => {
    expect(await main(args, token, output)).toBe(2);
    expect(printed.splice(0)[0]).toContain(message);
  });
});
