import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRun } from "../../config/read-run.ts";
import { UsageError } from "../../results/errors.ts";
import { CANARY, folder, hasTrace, sync2, useFolder } from "../support/command.ts";
import { refusal } from "../support/configs.ts";

useFolder();

/** What is said of a configuration, without the folder in which it is. */
async function said(content: string, name = "sync2.yaml", env: Record<string, string> = {}): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, content);
  const error = await readRun(undefined, { config: file }, env).then(
    () => new Error("nothing was refused"),
    (reason: Error) => reason,
  );
  expect(error).toBeInstanceOf(UsageError);
  return error.message.replaceAll(`${folder}/`, "");
}

describe("a mistake names its line, column and key", () => {
  const YAML = `# a comment
endpiont: http://a.example/
timeout: soon
credentials:
  scheme: hakw
  nid: x
accounts:
  - name: a
scenarios:
  maintenence: {}
server: { command: npm start, readyUrl: 3, env: { A: 1 } }
formats: [html, htlm]
only: []
level: may
`;

  test("in YAML, all that there are", async () => {
    const lines = (await said(YAML)).split("\n");
    expect(lines.pop()).toMatch(/^"sync2 config --explain" lists/);
    const formats = '"html", "json", "junit", "har", "markdown", "tap", "badge", "github"';
    expect(lines.toSorted()).toEqual([
      'sync2.yaml:10:3: at scenarios: "maintenence" is not a key here. Did you mean "maintenance"?',
      'sync2.yaml:11:20: at server.command: has to be a list, e.g. ["npm","start"].',
      'sync2.yaml:11:41: at server.readyUrl: has to be text, e.g. "http://127.0.0.1:8000/".',
      "sync2.yaml:11:54: at server.env.A: has to be text.",
      `sync2.yaml:12:17: at formats.1: has to be one of ${formats}. Did you mean "html"?`,
      'sync2.yaml:13:1: at only: is empty. Write a value there, e.g. ["record","list.sort"], or leave the key out.',
      'sync2.yaml:14:8: at level: has to be one of "MUST", "SHOULD", "MAY". Did you mean "MAY"?',
      'sync2.yaml:2:1: at the top level: "endpiont" is not a key here. Did you mean "endpoint"?',
      "sync2.yaml:3:10: at timeout: has to be a number, e.g. 30.",
      'sync2.yaml:5:11: at credentials.scheme: has to be one of "bearer", "hawk", "basic", "none". Did you mean "hawk"?',
      'sync2.yaml:6:3: at credentials: "nid" is not a key here. Did you mean "id"?',
      'sync2.yaml:8:5: at accounts.0: "endpoint" is missing.',
    ]);
  });

  test("in JSON too, with tabs and references", async () => {
    const json = '{\n\t"endpoint": "http://a.example/",\n\t"hawk": {\n\t\t"id": "a",\n\t\t"kye": "b"\n\t}\n}';
    const message = await said(json, "sync2.json");
    expect(message).toMatch(/^sync2\.json:5:3: at hawk: "kye" is not a key here\. Did you mean "key"\?$/m);
    expect(message).toMatch(/^sync2\.json:3:2: at hawk: "key" is missing\.$/m);
    expect(await said('{"a": 1', "sync2.json")).toMatch(/^sync2\.json:1:8: not valid JSON: /);
    const alias = "timeout: &t soon\nscenarios:\n  quota: { timeoutSeconds: *t }";
    expect(await said(alias)).toMatch(
      /^sync2\.yaml:3:28: at scenarios\.quota\.timeoutSeconds: has to be a number/m,
    );
  });

  test("and each variable that is not set", async () => {
    const message = await said(
      `endpoint: http://a.example/\ntoken: \${NOT_SET}-\${EMPTY}\nserver:\n  command: [a, "\${NOR_THIS}"]\n  readyUrl: \${SET}`,
      "sync2.yaml",
      { SET: CANARY, EMPTY: "" },
    );
    expect(message.split("\n")).toEqual([
      "sync2.yaml:2:8: at token: the environment variable NOT_SET is not set.",
      "sync2.yaml:2:8: at token: the environment variable EMPTY is not set.",
      "sync2.yaml:4:16: at server.command.1: the environment variable NOR_THIS is not set.",
      "Set each missing variable, or write the value there.",
    ]);
  });

  const A = "endpoint: http://a.example/{account}\n";
  const list = (more: string) =>
    `accounts:\n  - { name: a, endpoint: "http://a.example/1", token: abcd }\n  - ${more}\n`;
  test.each<[string, string, RegExp]>([
    [
      "an endpoint beside accounts",
      `${A}${list("{ name: b, endpoint: x, token: abcd }")}`,
      /^sync2\.yaml:2:1: at accounts: .*both/,
    ],
    ["a token for no endpoint", "timeout: 3\ntoken: abcd", /^sync2\.yaml:2:8: at token: .*no "endpoint"/],
    [
      "a server for no endpoint",
      "server: { command: [a], readyUrl: 'http://a/' }",
      /^sync2\.yaml:1:1: at server: .*no "endpoint"/,
    ],
    [
      "an endpoint that is none",
      "timeout: 3\nendpoint: nonsense",
      /^sync2\.yaml:2:11: at endpoint: "nonsense" is not a URL/,
    ],
    ["a short token", `${A}token: ab`, /^sync2\.yaml:2:8: at token: A token is too short/],
    [
      "a bad key",
      `${A}credentials:\n  scheme: hawk\n  id: 'a"b'\n  key: long-enough`,
      /^sync2\.yaml:2:1: at credentials: A Hawk id/,
    ],
    [
      "the endpoint of an account",
      list("{ name: b, endpoint: 'ftp://a/', token: abcd }"),
      /^sync2\.yaml:3:5: at accounts\.1: .*neither http/,
    ],
    [
      "an account that is there twice",
      list("{ name: a, endpoint: 'http://a.example/2', token: abcd }"),
      /^sync2\.yaml:3:5: at accounts\.1: Two accounts/,
    ],
    [
      "credentials of another scheme",
      `${A}\ncredentials: { scheme: basic, key: x }`,
      /^sync2\.yaml:3:1: at credentials: "key" does not belong/,
    ],
    [
      "a scenario without credentials",
      `credentials: { scheme: none }\n${A}scenarios:\n  quota:\n    headers: { Authorization: x }`,
      /^sync2\.yaml:5:31: at scenarios\.quota\.headers\.Authorization: credentials set it/,
    ],
    [
      "a ready URL that is none",
      `${A}token: abcd\nserver:\n  command: [a]\n  readyUrl: 127.0.0.1:80`,
      /^sync2\.yaml:5:13: at server\.readyUrl: it has to be a URL/,
    ],
    [
      "a ready URL with credentials",
      `${A}token: abcd\nserver: { command: [a], readyUrl: "http://u:${CANARY}@a/" }`,
      /readyUrl: it contains credentials/,
    ],
    [
      "documentation that is nowhere",
      `${A}token: abcd\ndocs: docs/`,
      /^sync2\.yaml:3:7: at docs: it has to be a URL/,
    ],
    [
      "an unknown rule",
      `${A}token: abcd\nonly: [record, no.such]`,
      /^sync2\.yaml:3:16: at only\.1: no rule has this id/,
    ],
    [
      "a wrong name of a target",
      `targets: { "a b": {} }`,
      /^sync2\.yaml:1:1: at targets: a name has letters/,
    ],
    ["no target at all", "targets: {}", /^sync2\.yaml:1:1: at targets: is empty/],
    [
      "an empty value",
      `${A}token: ''`,
      /^sync2\.yaml:2:8: at token: is empty\. Write a value there, e\.g\. "\$\{SYNC2_TOKEN\}"/,
    ],
    ["a format twice", "formats: [html, html]", /^sync2\.yaml:1:1: at formats: has the same entry twice/],
  ])("where it contradicts or is none: %s", async (_, content, message) => {
    const told = await said(content);
    expect(told).toMatch(message);
    expect(told).not.toContain(CANARY);
  });
});

describe("what may be a secret is not repeated", () => {
  test.each([
    ["as a key", `endpoint: http://a/\n? ${CANARY}\n: x`],
    ["as a key with spaces", `{ token ${CANARY}: x }`],
    ["as an entry without key", `credentials: { scheme: bearer, ${CANARY} }`],
    ["as a scheme", `credentials: { scheme: ${CANARY} }`],
    ["as a value of another type", `token: [${CANARY}]`],
    ["as a map", `token: { ${CANARY}: 1 }`],
    ["as a list of accounts", `accounts: ${CANARY}`],
    ["as a scenario", `scenarios: { quota: ${CANARY} }`],
    ["as a rule", `only: [${CANARY}]`],
    ["as a level", `level: ${CANARY}`],
  ])("%s", async (_, content) => {
    expect(await refusal(content)).not.toContain(CANARY);
  });
});

test("of two configurations none is chosen", async () => {
  const two = join(folder, "two");
  mkdirSync(two);
  const names = ["sync2.config.ts", "sync2.config.yml"].map((name) => join(two, name));
  for (const name of names) writeFileSync(name, "timeout: 3");
  const before = process.cwd();
  process.chdir(two);
  try {
    await expect(readRun(undefined, {}, {})).rejects.toThrow(
      "sync2.config.yml and sync2.config.ts are both here. Keep one of them, or choose one with --config.",
    );
    rmSync(names[0] as string);
    expect((await readRun(undefined, {}, {})).source.file).toBe("sync2.config.yml");
  } finally {
    process.chdir(before);
  }
});

test("the command tells a mistake with exit 2 and no stack trace", async () => {
  writeFileSync(join(folder, "wrong.yaml"), `timeout: soon\ntokn: ${CANARY}`);
  const { code, out, err } = await sync2(["config", "--config", "wrong.yaml"]);
  expect(err).toMatch(
    /^sync2: wrong\.yaml:2:1: at the top level: "tokn".*"token"\?\nwrong\.yaml:1:10: at timeout/,
  );
  expect({ code, out, trace: hasTrace(err), leaked: err.includes(CANARY) }).toEqual({
    code: 2,
    out: "",
    trace: false,
    leaked: false,
  });
});
