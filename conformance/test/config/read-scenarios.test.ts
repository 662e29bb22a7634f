import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { keyring } from "../../exchange/credentials.ts";
import { startReference } from "../../reference/server.ts";
import { CANARY, folder, hasTrace, report, sync2, useFolder } from "../support/command.ts";
import { file, read, refusal } from "../support/configs.ts";
import { EMPTY_ACCOUNT, logged, loggingCommand, writeScenarios } from "../support/scenario-configs.ts";
import { withServer } from "../support/servers.ts";

useFolder();

const A = "http://a.example/2.0";
const MADE = `${A}/{account}`;
const B = "http://b.example/2.0/{account}";
const main = `endpoint: ${MADE}\ntoken: its-{account}\n`;
const keys = keyring({ scheme: "bearer", token: "its-{account}" });

describe("a scenario of the configuration", () => {
  test("is the target's where it leaves something out", async () => {
    const { scenarios } = await read(`${main}
scenarios:
  quota: { endpoint: "${B}" }
  message: { token: other }
  upgrade-client: { headers: { User-Agent: Old/1.0 } }
  maintenance: { before: [a, b], after: [c], timeoutSeconds: 0.5 }`);
    const place = {
      endpoint: MADE,
      keys,
      accounts: [],
      headers: [],
      before: null,
      after: null,
      commandTimeoutMs: 30_000,
    };
    expect(scenarios).toEqual({
      quota: { ...place, endpoint: B },
      message: { ...place, keys: keyring({ scheme: "bearer", token: "other" }) },
      "upgrade-client": { ...place, headers: [["User-Agent", "Old/1.0"]] },
      maintenance: { ...place, before: ["a", "b"], after: ["c"], commandTimeoutMs: 500 },
    });
  });

  test("may have accounts of its own, or other credentials for those of the target", async () => {
    const list = `accounts: [{ name: one, endpoint: "${A}/1" }, { name: two, endpoint: "${A}/2" }]\ntoken: its-{account}\n`;
    const { scenarios } = await read(`${list}
scenarios:
  backoff: { accounts: [{ name: slow, endpoint: "${A}/3" }] }
  quota: { credentials: { scheme: hawk, id: "{account}", key: "key-{account}" } }
  retired: { endpoint: "${A}/old" }
  message: {}`);
    const token = (name: string) => keyring({ scheme: "bearer", token: `its-${name}` });
    expect(scenarios.backoff?.accounts).toEqual([{ name: "slow", endpoint: `${A}/3`, keys: token("slow") }]);
    expect(scenarios.message?.accounts.map((account) => account.keys)).toEqual([token("one"), token("two")]);
    expect(scenarios.quota?.accounts[1]?.keys.main).toEqual({ scheme: "hawk", id: "two", key: "key-two" });
    expect(scenarios.retired?.accounts).toEqual([{ name: "default", endpoint: `${A}/old`, keys }]);
  });

  test.each<[string, string, RegExp]>([
    [
      "an unknown name",
      "quotas: {}",
      /sync2\.yaml:3:14: at scenarios: "quotas" is not a key here\. Did you mean "quota"/,
    ],
    ["an unknown key", "quota: { endpiont: a }", /at scenarios\.quota: "endpiont" is not a key/],
    [
      "both ways to name accounts",
      `quota: { endpoint: "${B}", accounts: [{ name: a, endpoint: "${A}" }] }`,
      /at scenarios\.quota: has both/,
    ],
    [
      "an endpoint that is none",
      "quota: { endpoint: nonsense }",
      /sync2\.yaml:3:33: at scenarios\.quota\.endpoint: "nonsense" is not a URL/,
    ],
    [
      "accounts that are one",
      `quota: { accounts: [{ name: a, endpoint: "${A}" }, { name: b, endpoint: "${A}/" }] }`,
      /at scenarios\.quota\.accounts\.1: .*same endpoint/,
    ],
    [
      "half of its credentials",
      "quota: { credentials: { scheme: hawk, id: a } }",
      /at scenarios\.quota\.credentials: the key is missing/,
    ],
    [
      "an account with half of them",
      `quota: { accounts: [{ name: a, endpoint: "${A}", credentials: { scheme: bearer } }] }`,
      /at scenarios\.quota\.accounts\.0\.credentials: the token/,
    ],
    [
      "a command that is a line",
      "quota: { before: ./go }",
      /at scenarios\.quota\.before: has to be a list, e\.g\. \["\.\/maintenance","on"\]/,
    ],
    ["a command that is empty", "quota: { before: [] }", /at scenarios\.quota\.before: is empty/],
    [
      "a limit that is none",
      "quota: { timeoutSeconds: 0 }",
      /at scenarios\.quota\.timeoutSeconds: has to be at least 0\.001/,
    ],
    [
      "credentials among the headers",
      `quota: { headers: { authorization: "${CANARY}" } }`,
      /at scenarios\.quota\.headers\.authorization: credentials set it/,
    ],
    [
      "a header with a line feed",
      `quota: { headers: { X-A: "${CANARY}\\nb" } }`,
      /at scenarios\.quota\.headers\.X-A: has characters/,
    ],
    [
      "a header of no name",
      `quota: { headers: { "a b": c } }`,
      /at scenarios\.quota\.headers\.a b: not a valid header name/,
    ],
  ])("is refused for %s", async (_, scenario, message) => {
    const said = await refusal(`${main}scenarios: { ${scenario} }`);
    expect(said).toMatch(message);
    expect(said).not.toContain(CANARY);
  });

  test("needs a target", async () => {
    expect(await refusal("scenarios: {}")).toMatch(/"scenarios" but no "endpoint".*embedded/);
    const none = `accounts: [{ name: a, endpoint: "${A}", token: abcd }]\nscenarios: { retired: { endpoint: "${B}" } }`;
    expect(await refusal(none)).toMatch(/at scenarios\.retired: no credentials for http:\/\/b/);
  });
});

test("a command that fails leaves its rules broken, with its reason, and no secret", async () => {
  await withServer(EMPTY_ACCOUNT, async (origin) => {
    const before = loggingCommand("enter", `console.error("no way, ${CANARY}-x"); process.exit(3)`);
    writeScenarios(origin, `backoff: { before: ${before}, after: ${loggingCommand("leave", "")} }`);
    const { code, out, err } = await sync2(["check", "--config", file, "--only", "backoff.sent,quota.full"]);
    const [sent, full] = report().results.toSorted((a, b) => a.rule.localeCompare(b.rule));
    expect(sent).toMatchObject({ rule: "backoff.sent", outcome: "broken" });
    expect(sent?.reason).toMatch(
      /scenarios\.backoff\.before: .* ended with code 3; it said: no way, \[redacted\]x$/,
    );
    expect(full).toMatchObject({
      outcome: "untested",
      reason: expect.stringMatching(/scenarios\.quota in the config/),
    });
    expect(report().complete).toBe(false);
    expect(out.replaceAll(/\s+/g, " ")).toMatch(/untested 1 × needs the scenario "quota": .* quota\.full/);
    expect(out).toMatch(/not complete: 1 rule untested, 1 rule broken/);
    expect(logged()).toEqual(["enter", "leave"]);
    const said = out + err + JSON.stringify(report());
    expect({ code, trace: hasTrace(said), leaked: said.includes(CANARY) }).toEqual({
      code: 4,
      trace: false,
      leaked: false,
    });
  });
});

test("a server is checked by Hawk alone, and no part of its key is shown", async () => {
  const server = await startReference({ token: (account) => `${CANARY}-${account}` });
  const env = { SYNC2_HAWK_ID: "{account}", SYNC2_HAWK_KEY: `${CANARY}-{account}` };
  const only = ["--only", "record,path,auth.missing,auth.bearer"];
  const { code, out, err } = await sync2(["check", server.endpoint, ...only], env);
  await server.close();
  const { results, summary } = report();
  expect(results.find(({ rule }) => rule === "auth.bearer")).toMatchObject({
    outcome: "untested",
    reason: expect.stringMatching(/^needs a bearer token/),
  });
  expect(summary).toMatchObject({ passed: summary.total - 1, untested: 1 });
  const page = readFileSync(join(folder, "sync2-report", "index.html"), "utf8");
  const said = [out, err, page, JSON.stringify(report())];
  expect({ code, leaked: said.some((text) => text.includes(CANARY)) }).toEqual({ code: 0, leaked: false });
  expect(JSON.stringify(results)).not.toMatch(/mac=\\?"(?!\[mac\])/);
});

test("the embedded server can be reached by Hawk too, and refuses wrong credentials with a hint", async () => {
  expect((await sync2(["check", "--auth", "hawk", "--only", "path.unknown"])).out).toMatch(
    /pass +1 rule: 1 passed/,
  );
  await withServer(
    (_, response) => response.writeHead(401).end(),
    async (origin) => {
      const hint = async (env: Record<string, string>) => (await sync2(["check", `${origin}/a`], env)).err;
      expect(await hint({ SYNC2_HAWK_ID: "a", SYNC2_HAWK_KEY: CANARY })).toMatch(
        /SYNC2_HAWK_KEY.*both clocks/,
      );
      expect(await hint({ SYNC2_USERNAME: "a", SYNC2_PASSWORD: CANARY })).toMatch(/SYNC2_PASSWORD/);
      expect(await hint({ SYNC2_TOKEN: CANARY })).toMatch(/Check the token/);
    },
  );
});
