import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import schema from "../../config/config.schema.json" with { type: "json" };
import { explain, renderExplanations } from "../../config/explain-keys.ts";
import { UsageError } from "../../results/errors.ts";
import { CANARY, folder, hasTrace, sync2, useFolder } from "../support/command.ts";

useFolder();

/** Every key that a configuration may have, to the last. */
function allKeys(key?: string): ReturnType<typeof explain> {
  const found = key === undefined ? explain(key) : explain(key).slice(1);
  return found.flatMap((one) => [one, ...(one.keys.length > 0 ? allKeys(one.key) : [])]);
}

describe("an explanation", () => {
  test("of each key says what it is for, what it takes, and gives an example that is right", () => {
    const all = allKeys();
    const keys = all.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(
      expect.arrayContaining([
        ...[
          "endpoint",
          "accounts.name",
          "scenarios.quota.before",
          "server.readyUrl",
          "targets.<name>.server.env",
        ],
        ...["targets.<name>.scenarios.upgrade-client.accounts.credentials.password", "formats", "docs"],
      ]),
    );
    const validate = new Ajv2020({ strict: false }).compile(schema);
    for (const { key, description, type, example } of all) {
      expect(description, key).toMatch(/^[A-Za-z{"].{12,}\.$/);
      expect(type, key).toMatch(/^(text|an? |one of |true|")/);
      // Where it stands in a map of its own, the other keys that have to be there are missing.
      const wrapped = key.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), example);
      if (!key.includes("."))
        expect(validate(wrapped), `${key}: ${JSON.stringify(validate.errors)}`).toBe(true);
      expect(example, key).toBeDefined();
    }
  });

  test("is of what stands in the schema", () => {
    const { minimum, maximum, default: seconds, description } = schema.$defs.timeout;
    expect(explain("targets.next.timeout")).toEqual([
      {
        key: "targets.next.timeout",
        description,
        type: `a number from ${minimum} to ${maximum}`,
        required: false,
        default: seconds,
        example: schema.$defs.timeout.examples[0],
        keys: [],
      },
    ]);
    expect(explain("server").map(({ key, required }) => [key, required])).toEqual([
      ["server", false],
      ["server.command", true],
      ["server.readyUrl", true],
      ["server.timeoutSeconds", false],
      ["server.env", false],
      ["server.cwd", false],
    ]);
  });

  test("is readable", () => {
    const text = renderExplanations(explain("server"), { color: false });
    expect(text).toContain(`
server.command
  The program and its arguments, run without a shell; it has to stay in the foreground.
  type     a list: each text; required
  example  command:
             - npm
             - start
`);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
    expect(renderExplanations(explain("level"), { color: false })).toMatch(
      /type +one of MUST, SHOULD, MAY\n +default +"MAY"\n +example +level: MUST$/,
    );
    expect(renderExplanations(explain("scenarios.maintenance.after"), { color: false })).toContain('- "off"');
  });

  test.each([
    ["servr", /there is no key "servr"\. Did you mean "server"\? The keys are .*endpoint/],
    [
      "server.comand",
      /no key "comand" of "server"\. Did you mean "command"\? The keys are command, readyUrl/,
    ],
    ["token.x", /no key "x" of "token"\. It has no keys/],
    ["constructor", /no key "constructor"/],
    ["accounts.toString", /no key "toString" of "accounts"/],
    ["", /no key ""/],
  ])("of %j is refused", (key, message) => {
    expect(() => explain(key)).toThrow(UsageError);
    expect(() => explain(key)).toThrow(message);
  });

  test("comes of the command", async () => {
    const { code, out } = await sync2(["config", "--explain", "server", "--json"]);
    expect(JSON.parse(out)).toEqual(explain("server"));
    expect(code).toBe(0);
    const all = await sync2(["config", "--explain"]);
    expect(all.out).toBe(`${renderExplanations(explain(undefined), { color: false })}\n`);
    const wrong = await sync2(["config", "--explain", "no"]);
    expect({ code: wrong.code, out: wrong.out, trace: hasTrace(wrong.err) }).toEqual({
      code: 2,
      out: "",
      trace: false,
    });
  });
});

describe("sync2 config shows what would be used", () => {
  const CONTENT = `
endpoint: http://a.example/2.0/{account}
token: \${TOK}-{account}
hawk: { id: "{account}", key: ${CANARY}-hawk }
server:
  command: [node, server.js, --key, "\${TOK}", --same, ${CANARY}-hawk]
  readyUrl: http://127.0.0.1:1/
  env: { PASSWORD: ${CANARY}-env }
baseline: known.yaml
scenarios:
  quota: { endpoint: "http://b.example/{account}", token: ${CANARY}-quota }
  maintenance: { before: [go, "\${TOK}"], headers: { User-Agent: Old/1.0 } }
  message: { accounts: [{ name: one, endpoint: "http://c.example/1", token: "\${OTHER}" }] }
`;
  const env = { TOK: `${CANARY}-tok`, OTHER: `${CANARY}-other`, SYNC2_HAWK_KEY: `${CANARY}-{account}` };

  test("without any credential, and where each is from", async () => {
    writeFileSync(join(folder, "shown.yaml"), CONTENT);
    const { code, out, err } = await sync2(["config", "--config", "shown.yaml", "--json"], env);
    expect({ code, err, leaked: out.includes(CANARY) }).toEqual({ code: 0, err: "", leaked: false });
    expect(JSON.parse(out)).toMatchObject({
      file: "shown.yaml",
      endpoint: "http://a.example/2.0/{account}",
      credentials: { scheme: "bearer", token: "from TOK" },
      hawk: { id: "[set]", key: "from SYNC2_HAWK_KEY" },
      scenarios: {
        quota: { endpoint: "http://b.example/{account}", credentials: { scheme: "bearer", token: "[set]" } },
        maintenance: { before: ["go", `\${TOK}`], headers: { "User-Agent": "Old/1.0" } },
        message: { accounts: [{ name: "one", credentials: { token: "from OTHER" } }] },
      },
      scenariosWithoutTarget: ["backoff", "upgrade-client", "deprecated", "retired", "expired-credentials"],
      server: {
        command: ["node", "server.js", "--key", `\${TOK}`, "--same", expect.any(String)],
        env: { PASSWORD: "[set]" },
      },
      baseline: "known.yaml",
      timeout: 10,
      level: "MAY",
    });
    const people = await sync2(["config", "--config", "shown.yaml"], env);
    expect(people.out).toMatch(/^credentials:\n {2}scheme: bearer\n {2}token: from TOK$/m);
    expect(people.out.includes(CANARY)).toBe(false);
  });

  test("with the endpoint of the command line, several targets, or none at all", async () => {
    const given = await sync2(["config", "http://d.example/", "--auth", "none"]);
    expect(given.out).toMatch(/^endpoint: http:\/\/d\.example\/\ncredentials:\n {2}scheme: none$/m);
    expect((await sync2(["config"])).out).toMatch(/^endpoint: the embedded reference server$/m);
    const targets = `targets: { a: { endpoint: "http://a.example/", token: ${CANARY} }, b: { endpoint: "http://b.example/", credentials: { scheme: none } } }`;
    writeFileSync(join(folder, "targets.yaml"), targets);
    const several = await sync2(["config", "--config", "targets.yaml", "--json"]);
    expect(several.out.includes(CANARY)).toBe(false);
    expect(JSON.parse(several.out).targets).toMatchObject({
      a: { endpoint: "http://a.example/", credentials: { token: "[set]" } },
      b: { endpoint: "http://b.example/", credentials: { scheme: "none" } },
    });
    const one = await sync2(["config", "--config", "targets.yaml", "--target", "b", "--json"]);
    expect(Object.keys(JSON.parse(one.out).targets)).toEqual(["b"]);
  });
});

test("the type of a configuration in TypeScript is that of the schema: npm run generate", async () => {
  const { configTypes } = await import("../../../tools/generate/config-types.ts");
  const written = readFileSync(new URL("../../../generated/config.ts", import.meta.url), "utf8");
  expect(written).toBe(await configTypes());
});
