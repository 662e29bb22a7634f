import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CANARY, hasTrace, sync2, useFolder } from "../support/command.ts";
import { file, read, refusal } from "../support/configs.ts";

useFolder();

const A = "http://a.example/2.0";
const MADE = `${A}/{account}`;
const account = (name: string, endpoint = `${A}/${name}`, token = `token-${name}`) =>
  `{ name: ${JSON.stringify(name)}, endpoint: "${endpoint}", token: "${token}" }`;
const accounts = (...all: string[]) => `accounts: [${all.join(", ")}]`;

describe("a configuration that cannot be read is refused without a word of what it holds", () => {
  const bomb = (depth: number) =>
    Array.from({ length: depth }, (_, n) => `k${n + 1}: &k${n + 1} [${Array(9).fill(`*k${n}`).join(",")}]`);

  test.each<[string, string, RegExp]>([
    ["broken YAML", "a: [", /sync2\.yaml:1:5: not valid YAML: bad indent/],
    ["a token that is given twice", `token: a\ntoken: ${CANARY}`, /sync2\.yaml:2:1: .*duplicate key/],
    ["a token without its quote", `token: "${CANARY}`, /sync2\.yaml:1:\d+: .*missing char/],
    ["a token that begins with |", `token: |${CANARY}\n a`, /unexpected token/],
    ["a token that begins with *", `token: *${CANARY}`, /sync2\.yaml: .*alias.*quote/],
    ["a token without a space before it", `{ token:${CANARY} }`, /at the top level: "token:…" is not a key/],
    ["two documents", `token: ${CANARY}\n---\ntoken: b`, /multiple docs/],
    ["a list that holds itself", `accounts: &a [${CANARY}, *a]`, /sync2\.yaml: .*alias/],
    ["an alias bomb", ["k0: &k0 [x]", ...bomb(9)].join("\n"), /sync2\.yaml: .*alias/],
    ["too deep a nesting", "[".repeat(20_000), /sync2\.yaml:.* resource exhaustion/],
    ["a list at the top", `- ${CANARY}`, /sync2\.yaml: .*is not a map/],
    ["a string at the top", CANARY, /sync2\.yaml: .*is not a map/],
    ["nothing in it", "# nothing\n", /sync2\.yaml: .*is not a map/],
  ])("%s", async (_, content, message) => {
    const said = await refusal(content);
    expect(said).toMatch(message);
    expect(said).not.toContain(CANARY);
  });

  test("by the command with exit 2 and no stack trace", async () => {
    writeFileSync(file, `token: a\ntoken: ${CANARY}`);
    const { code, out, err } = await sync2(["check", "--config", file]);
    expect(err).toMatch(/:2:1: not valid YAML/);
    expect({ code, out, trace: hasTrace(err), leaked: err.includes(CANARY) }).toEqual({
      code: 2,
      out: "",
      trace: false,
      leaked: false,
    });
  });
});

describe("a configuration is refused for", () => {
  test.each<[string, string, RegExp]>([
    [
      "an unknown key",
      `endpiont: ${A}`,
      /sync2\.yaml:1:1: at the top level: "endpiont" is not a key here\. Did you mean "endpoint"\?\n.*--explain/,
    ],
    [
      "a value of another type",
      "timeout: soon",
      /sync2\.yaml:1:10: at timeout: has to be a number, e\.g\. 30/,
    ],
    ["too short a timeout", "timeout: 0.0001", /at timeout: has to be at least 0\.001/],
    ["too long a timeout", "timeout: 601", /at timeout: has to be at most 600/],
    ["half a check", "concurrency: 1.5", /at concurrency: has to be a whole number/],
    [
      "a variable that is not set",
      `token: \${NOT_SET}`,
      /sync2\.yaml:1:8: at token: the environment variable NOT_SET is not set.*\nSet/,
    ],
    ["both ways to name accounts", `endpoint: ${A}\n${accounts(account("a"))}`, /has both/],
    ["a token for no endpoint", "token: token", /"token" but no "endpoint"/],
    ["one name for two accounts", accounts(account("a"), account("a", `${A}/b`)), /both called "a"/],
    ["one endpoint for two accounts", accounts(account("a"), account("b", `${A}/a/`)), /same endpoint.*list/],
    ["{account} in a listed endpoint", accounts(account("a", MADE)), /"a".*\{account\}.*instead of/],
    ["a name of other characters", accounts(account("a b", A)), /name "a b".*letters, digits/],
    ["a name that a terminal obeys", accounts(account("a\u001b", A)), /name "a\\u001b"/],
    ["a short token", accounts(account("a", A, "abc")), /too short to be removed from reports/],
    ["an endpoint that is none", accounts(account("a", "nonsense")), /"nonsense" is not a URL/],
  ])("%s", async (_, content, message) => {
    expect(await refusal(content)).toMatch(message);
  });
});

describe("an endpoint is refused for", () => {
  test.each<[string, string, string, RegExp]>([
    ["{account} in the host", "http://{account}.example/2.0", "token", /\{account\} in the host.*path/],
    ["credentials, which are not shown", `http://u:${CANARY}@a:99999/`, "token", /contains credentials/],
    ["a query, which is not shown", `${A}?key=${CANARY}`, "token", /query or fragment/],
    ["a short token", MADE, "abc", /too short to be removed from reports/],
  ])("%s", async (_, endpoint, token, message) => {
    for (const env of [{}, { SYNC2_TOKEN: token }]) {
      const said = await refusal("{}", endpoint, env);
      if ("SYNC2_TOKEN" in env) expect(said).toMatch(message);
      expect(said).not.toContain(CANARY);
    }
  });

  test("accounts that the configuration lists beside it", async () => {
    const content = accounts(account("a"), account("b"));
    const message = /lists "accounts".*Leave one of them out/;
    expect(await refusal(content, MADE, { SYNC2_TOKEN: "token" })).toMatch(message);
    expect(await refusal(content, undefined, { SYNC2_ENDPOINT: MADE, SYNC2_TOKEN: "token" })).toMatch(
      message,
    );
  });
});

describe("a token goes to the endpoint that it belongs to", () => {
  const content = `endpoint: ${MADE}\ntoken: token-of-the-file`;

  test("and to no endpoint from elsewhere", async () => {
    const other = "http://other.example/{account}";
    expect(await refusal(content, other)).toMatch(/Set SYNC2_TOKEN.*only .*endpoint/);
    expect(await refusal(content, undefined, { SYNC2_ENDPOINT: other })).toMatch(
      /Set SYNC2_TOKEN.*only .*endpoint/,
    );
    expect(await read(content, other, { SYNC2_TOKEN: "its-token" })).toMatchObject({
      endpoint: other,
      keys: { token: "its-token" },
    });
  });

  test("which is the one beside it, unless the environment has another", async () => {
    expect(await read(content)).toMatchObject({ endpoint: MADE, keys: { token: "token-of-the-file" } });
    expect((await read(content, undefined, { SYNC2_TOKEN: "own-token" })).keys.token).toBe("own-token");
  });
});

describe("numbers", () => {
  test("of the configuration hold for the embedded server too, and give way to the command line", async () => {
    const content = "timeout: 16.1\nconcurrency: 3";
    const embedded = { endpoint: "", accounts: [], wipe: false };
    expect(await read(content)).toMatchObject({ ...embedded, timeoutMs: 16_100, concurrency: 3 });
    expect(await read(content, undefined, {}, { timeout: 0.0014, concurrency: 5 })).toMatchObject({
      ...embedded,
      timeoutMs: 1,
      concurrency: 5,
    });
  });

  test.each([
    ["check", "--timeout", "0.0001"],
    ["check", "--timeout", "600.5"],
    ["check", "--concurrency", "2.5"],
    ["check", "--concurrency", "257"],
    ["serve", "--port", "65536"],
    ["serve", "--port", "80.5"],
  ])("out of bounds are refused: %s %s %s", async (...args) => {
    const { code, err } = await sync2(args);
    expect(err).toMatch(/has to be an? (whole )?number from [\d.]+ to \d+/);
    expect({ code, trace: hasTrace(err) }).toEqual({ code: 2, trace: false });
  });
});
