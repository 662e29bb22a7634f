import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import schema from "../../config/config.schema.json" with { type: "json" };
import { type Run, type RunOptions, readRun } from "../../config/read-run.ts";
import { readTarget } from "../../config/read-target.ts";
import { keyring } from "../../exchange/credentials.ts";
import { FORMAT_NAMES } from "../../report/formats/format-names.ts";
import { UsageError } from "../../results/errors.ts";
import { DEFAULTS } from "../../runner/target.ts";
import { CANARY, folder, useFolder } from "../support/command.ts";

useFolder();

const file = join(folder, "run.yaml");
const A = "http://a.example/2.0/{account}";
const B = "http://b.example/2.0/{account}";
const bearer = (token: string) => keyring({ scheme: "bearer", token });

function read(content: string, options: RunOptions = {}, env: Record<string, string> = {}, given?: string) {
  writeFileSync(file, content);
  return readRun(given, { ...options, config: file }, env);
}

async function refusal(...input: Parameters<typeof read>): Promise<string> {
  const error = await read(...input).then(
    () => new Error("nothing was refused"),
    (reason: Error) => reason,
  );
  expect(error).toBeInstanceOf(UsageError);
  return error.message.replaceAll(`${folder}/`, "");
}

const byName = ({ targets }: Run) => Object.fromEntries(targets.map((target) => [target.name, target]));

describe("a run", () => {
  test("takes the defaults of the schema for what is absent, and they are those of the runner", async () => {
    const { targets, source, ...rest } = await read("{}");
    expect(rest).toEqual({
      ...{
        only: [],
        exclude: [],
        stage: null,
        through: null,
        level: "MAY",
        bail: false,
        failOn: [],
        waitMs: 0,
        timeLimitMs: null,
        report: "sync2-report",
        formats: ["html", "json"],
        docs: null,
      },
    });
    expect(targets).toMatchObject([{ name: null, server: null, baseline: null, target: { endpoint: "" } }]);
    const { seed, effort } = schema.properties;
    expect({ seed: seed.default, effort: effort.default }).toEqual({
      seed: DEFAULTS.seed,
      effort: DEFAULTS.effort,
    });
    expect(targets[0]?.target).toMatchObject({ timeoutMs: 10_000, concurrency: 16, seed: 1, effort: 1 });
  });

  test("is what the file says, unless the command line says more", async () => {
    const content = `
      endpoint: ${A}
      token: abcd
      server: { command: [node, server.js], readyUrl: "http://127.0.0.1:1/", timeoutSeconds: 0.5, env: { A: b }, cwd: there }
      baseline: known.yaml
      only: [record]
      level: SHOULD
      seed: 7
      effort: 2
      bail: true
      timeout: 3
      concurrency: 4
      report: there
      formats: [junit]
      docs: http://docs.example/`;
    const run = await read(content);
    expect(run).toMatchObject({
      ...{ only: ["record"], level: "SHOULD", bail: true, report: "there", formats: ["junit"] },
      docs: "http://docs.example/",
      targets: [
        {
          server: {
            ...{ command: ["node", "server.js"], readyUrl: "http://127.0.0.1:1/", timeoutMs: 500 },
            ...{ env: { A: "b" }, cwd: "there" },
          },
          baseline: "known.yaml",
          target: { seed: 7, effort: 2, timeoutMs: 3000, concurrency: 4, keys: bearer("abcd") },
        },
      ],
    });
    const options: RunOptions = {
      ...{ only: ["path"], level: "MUST", bail: false, report: "here", formats: ["tap"], seed: 8, effort: 3 },
      ...{ docs: "http://other.example/", baseline: "other.yaml", timeout: 4, concurrency: 5 },
    };
    expect(await read(content, options)).toMatchObject({
      ...{ only: ["path"], level: "MUST", bail: false, report: "here", formats: ["tap"] },
      docs: "http://other.example/",
      targets: [{ baseline: "other.yaml", target: { seed: 8, effort: 3, timeoutMs: 4000, concurrency: 5 } }],
    });
  });

  test("starts no server in place of another one that was named", async () => {
    const content = `endpoint: ${A}\nserver: { command: [a], readyUrl: "http://127.0.0.1:1/" }`;
    const env = { SYNC2_TOKEN: "abcd" };
    expect((await read(content, {}, env)).targets[0]?.server).not.toBeNull();
    expect((await read(content, {}, env, A)).targets[0]?.server).not.toBeNull();
    expect((await read(content, {}, env, B)).targets[0]?.server).toBeNull();
  });

  test("has the formats that there are", () => {
    expect(schema.properties.formats.items.enum.toSorted()).toEqual([...FORMAT_NAMES].toSorted());
  });
});

describe("targets", () => {
  const two = `
timeout: 3
targets:
  stable: { endpoint: "${A}", token: "\${STABLE}", baseline: stable.yaml }
  next: { endpoint: "${B}", token: "\${NEXT}", timeout: 5, concurrency: 2 }`;
  const env = { STABLE: "stable-token", NEXT: "next-token" };

  test("are servers of their own, that share what belongs to none", async () => {
    const run = await read(two, { seed: 9 }, env);
    expect(byName(run)).toMatchObject({
      stable: {
        baseline: "stable.yaml",
        target: { endpoint: A, keys: bearer("stable-token"), timeoutMs: 3000, concurrency: 16, seed: 9 },
      },
      next: {
        baseline: null,
        target: { endpoint: B, keys: bearer("next-token"), timeoutMs: 5000, concurrency: 2, seed: 9 },
      },
    });
    expect(new Set(run.targets.map(({ target }) => target.run)).size).toBe(2);
  });

  test("can be chosen, and the others need nothing then", async () => {
    const run = await read(two, { target: ["next"] }, { NEXT: "next-token" });
    expect(run.targets.map(({ name }) => name)).toEqual(["next"]);
    expect(await refusal(two, { target: ["next", "nxet"] }, env)).toMatch(
      /--target nxet: no target has this name\. The configuration has stable, next\./,
    );
    expect(await refusal("{}", { target: ["a"] })).toMatch(/--target a: the configuration has no "targets"/);
  });

  test("are one where one is wanted", async () => {
    writeFileSync(file, two);
    const target = await readTarget(undefined, { config: file, target: ["next"] }, env);
    expect(target.endpoint).toBe(B);
    await expect(readTarget(undefined, { config: file }, env)).rejects.toThrow(
      "The configuration has several targets: stable, next. Choose one with --target.",
    );
  });

  test("get no credentials but their own: not of the environment, not from above", async () => {
    const one = `targets: { other: { endpoint: "${B}" } }`;
    const all = { SYNC2_TOKEN: CANARY, SYNC2_HAWK_ID: "id", SYNC2_HAWK_KEY: CANARY };
    expect(await refusal(one, {}, all)).toMatch(
      /^run\.yaml:1:12: at targets\.other: no credentials for http:\/\/b/,
    );
    const half = `targets: { other: { endpoint: "${B}", credentials: { scheme: hawk, id: a } } }`;
    expect(await refusal(half, {}, all)).toMatch(
      /at targets\.other\.credentials: the key is missing\. Write it there/,
    );
    const mixed = `endpoint: ${A}\ntoken: ${CANARY}\ntargets:\n  same: {}\n  other: { endpoint: "${B}" }`;
    expect(await refusal(mixed)).toMatch(/^run\.yaml:5:3: at targets\.other: no credentials/);
    const scenario = `
endpoint: ${A}
token: ${CANARY}
scenarios: { quota: { endpoint: "http://c.example/{account}" } }
targets:
  same: {}
  other: { endpoint: "${B}", credentials: { scheme: none } }`;
    const { same, other } = byName(await read(scenario, {}, all));
    expect(same?.target.scenarios.quota?.keys.token).toBe(CANARY);
    expect(other?.target.scenarios).toEqual({});
    expect(JSON.stringify(other?.target)).not.toContain(CANARY);
  });

  test("take over the server from above where they name none", async () => {
    const content = `
endpoint: ${A}
token: above
baseline: above.yaml
targets:
  same: { concurrency: 2 }
  hawk: { credentials: { scheme: hawk, id: a, key: its-key }, baseline: hawk.yaml }`;
    const above = byName(await read(content, {}, { SYNC2_TOKEN: "from-environment" }));
    expect(above).toMatchObject({
      same: {
        baseline: "above.yaml",
        target: { endpoint: A, keys: bearer("from-environment"), concurrency: 2 },
      },
      hawk: {
        baseline: "hawk.yaml",
        target: { endpoint: A, keys: keyring({ scheme: "hawk", id: "a", key: "its-key" }) },
      },
    });
  });

  test.each<[string, string, RegExp]>([
    ["names no server", "targets: { a: { timeout: 3 } }", /^run\.yaml:1:12: at targets\.a: names no server/],
    [
      "is there for none",
      `token: abcd\ntargets: { a: { endpoint: "${A}", token: abcd } }`,
      /^run\.yaml:1:8: at token: belongs to no server/,
    ],
    [
      "has a mistake",
      `targets:\n  a: { endpoint: "${A}", token: ab }`,
      /^run\.yaml:2:\d+: at targets\.a\.token: A token is too short/,
    ],
    [
      "has a mistake above",
      `endpoint: nonsense\ntoken: abcd\ntargets: { a: {} }`,
      /^run\.yaml:1:11: at endpoint: "nonsense" is not a URL/,
    ],
    [
      "has no such key",
      `targets: { a: { report: x } }`,
      /^run\.yaml:1:17: at targets\.a: "report" is not a key here/,
    ],
  ])("are refused where one %s", async (_, content, message) => {
    expect(await refusal(content)).toMatch(message);
  });

  test("stand beside no other endpoint and no baseline of the command line", async () => {
    const message = /^run\.yaml:3:1: at targets: the endpoint is http:\/\/b.*Leave/;
    expect(await refusal(two, {}, env, B)).toMatch(message);
    expect(await refusal(two, {}, { ...env, SYNC2_ENDPOINT: B })).toMatch(message);
    expect(await refusal(two, { baseline: "x.yaml" }, env)).toMatch(
      /^--baseline is for one server.*--target/,
    );
    expect((await read(two, { baseline: "x.yaml", target: ["next"] }, env)).targets[0]?.baseline).toBe(
      "x.yaml",
    );
  });
});
