import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ReplayTargetOptions, withReplayTarget } from "../../cli/replay/replay-target.ts";
import type { Target } from "../../runner/target.ts";
import { folder, useFolder } from "../support/command.ts";
import { report as sample } from "../support/sample-report.ts";
import { closedPort } from "../support/servers.ts";

useFolder();

const CONFIG = join(folder, "replay-target.json");
const A = "http://a.test/2.0/{account}";
const B = "http://b.test/2.0/{account}";
const { signal } = new AbortController();

/** The target of a report of an endpoint. */
function targetOf(
  endpoint: string,
  {
    config = {},
    env = {},
    ...options
  }: Omit<ReplayTargetOptions, "config"> & { config?: object; env?: Record<string, string> } = {},
): Promise<Target> {
  writeFileSync(CONFIG, JSON.stringify(config));
  const report = sample([], { target: { endpoint, accounts: "" }, random: { seed: 77, effort: 3 } });
  return withReplayTarget(report, { ...options, config: CONFIG, signal, env }, async (target) => target);
}

const tokenIn = ({ keys }: Target) => keys.token;

test("an endpoint that nothing but a report names is sent no credentials, and no request", async () => {
  const env = { SYNC2_TOKEN: "token-1" };
  await expect(targetOf(A, { env })).rejects.toThrow(
    /^The report is of http:\/\/a\.test\/2\.0\/\{account\}. Only the report names it.* add --endpoint 'http:\/\/a/,
  );
  await expect(targetOf(A, { env: { ...env, SYNC2_ENDPOINT: B } })).rejects.toThrow(/Only the report/);
  await expect(targetOf(A, { config: { endpoint: B, token: "token-2" } })).rejects.toThrow(/Only the report/);
  await expect(targetOf("http://a.test/'\u001b[31m\n::error::x", { env })).rejects.toThrow(
    /--endpoint 'http:\/\/a\.test\/'\\''\\x1b\[31m\\n::error::x'/,
  );
});

test("the random choices are those of the report", async () => {
  const target = await targetOf(A, { env: { SYNC2_TOKEN: "token-1", SYNC2_ENDPOINT: A } });
  expect(target).toMatchObject({ endpoint: A, seed: 77, effort: 3 });
  expect(await targetOf(A, { endpoint: B, env: { SYNC2_TOKEN: "token-1" } })).toMatchObject({
    endpoint: B,
    seed: 77,
  });
});

test("credentials of the configuration are for the endpoint beside them alone", async () => {
  expect(tokenIn(await targetOf(A, { config: { endpoint: A, token: "token-2" } }))).toBe("token-2");
  await expect(targetOf(B, { endpoint: B, config: { endpoint: A, token: "token-2" } })).rejects.toThrow(
    /No token for http:\/\/b/,
  );
});

test("of several targets the one is meant that is there", async () => {
  const config = { targets: { a: { endpoint: A, token: "token-3" }, b: { endpoint: B, token: "token-4" } } };
  expect(tokenIn(await targetOf(B, { config }))).toBe("token-4");
  await expect(targetOf("http://c.test/", { config })).rejects.toThrow(
    /which the configuration does not name/,
  );
  const twins = { targets: { ...config.targets, c: { endpoint: B, token: "token-5" } } };
  await expect(targetOf(B, { config: twins })).rejects.toThrow(/Choose one with --target/);
  expect(tokenIn(await targetOf(B, { config: twins, target: ["c"] }))).toBe("token-5");
});

test("a server that the configuration starts is there while it is needed", async () => {
  const origin = await closedPort();
  const script = `require("node:http").createServer((_, r) => r.end("here")).listen(${new URL(origin).port}, "127.0.0.1")`;
  const server = { command: [process.execPath, "-e", script], readyUrl: `${origin}/` };
  const endpoint = `${origin}/{account}`;
  writeFileSync(CONFIG, JSON.stringify({ endpoint, token: "token-6", server }));
  const report = sample([], { target: { endpoint, accounts: "" } });
  const ask = () => fetch(origin).then((response) => response.text());
  expect(await withReplayTarget(report, { config: CONFIG, signal, env: {} }, ask)).toBe("here");
  await expect(ask()).rejects.toThrow();
});
