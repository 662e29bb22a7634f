import { describe, expect, test } from "vitest";
import type { TargetOptions } from "../../config/target-options.ts";
import { keyring } from "../../exchange/credentials.ts";
import { CANARY, hasTrace, sync2, useFolder } from "../support/command.ts";
import { read, refusal } from "../support/configs.ts";

useFolder();

const A = "http://a.example/2.0";
const MADE = `${A}/{account}`;
const HAWK = { SYNC2_HAWK_ID: "{account}", SYNC2_HAWK_KEY: "key-{account}" };
const BASIC = { SYNC2_USERNAME: "{account}", SYNC2_PASSWORD: "pass-{account}" };
const hawk = { id: "{account}", key: "key-{account}" };

describe("the scheme of the environment", () => {
  const mainOf = async (env: Record<string, string>, auth?: TargetOptions["auth"]) =>
    (await read("{}", MADE, env, auth ? { auth } : {})).keys;

  test("is the first whose variables are set, and the others stand beside it", async () => {
    expect(await mainOf({ SYNC2_TOKEN: "token" })).toEqual(keyring({ scheme: "bearer", token: "token" }));
    expect(await mainOf(HAWK)).toEqual(keyring({ scheme: "hawk", ...hawk }));
    expect((await mainOf(BASIC)).main).toEqual({
      scheme: "basic",
      username: "{account}",
      password: "pass-{account}",
    });
    expect(await mainOf({ ...HAWK, ...BASIC, SYNC2_TOKEN: "token" })).toEqual(
      keyring({ scheme: "bearer", token: "token" }, { hawk }),
    );
  });

  test("is the one that the command line names", async () => {
    expect(await mainOf({ ...HAWK, SYNC2_TOKEN: "token" }, "hawk")).toEqual(
      keyring({ scheme: "hawk", ...hawk }, { token: "token" }),
    );
    expect(await mainOf({}, "none")).toEqual(keyring({ scheme: "none" }));
    expect((await mainOf({ SYNC2_TOKEN: "token" }, "none")).main).toEqual({ scheme: "none" });
  });

  test.each<[string, Record<string, string>, TargetOptions["auth"], RegExp]>([
    [
      "half of Hawk",
      { SYNC2_HAWK_ID: "a" },
      undefined,
      /scheme hawk: the key is missing\. Set SYNC2_HAWK_KEY/,
    ],
    [
      "half of Hawk beside a token",
      { SYNC2_HAWK_KEY: CANARY, SYNC2_TOKEN: "token" },
      undefined,
      /SYNC2_HAWK_KEY is set and SYNC2_HAWK_ID is not/,
    ],
    ["half of basic", { SYNC2_USERNAME: "a" }, undefined, /the password is missing\. Set SYNC2_PASSWORD/],
    [
      "nothing of what was asked for",
      { SYNC2_TOKEN: CANARY },
      "hawk",
      /--auth hawk: the id is missing\. Set SYNC2_HAWK_ID/,
    ],
    [
      "a quote in an id",
      { SYNC2_HAWK_ID: `${CANARY}"`, SYNC2_HAWK_KEY: "long-enough" },
      undefined,
      /A Hawk id holds/,
    ],
    ["a short key", { SYNC2_HAWK_ID: "a", SYNC2_HAWK_KEY: "abc" }, undefined, /Hawk key is too short/],
    [
      "a colon in a user name",
      { SYNC2_USERNAME: `a:${CANARY}`, SYNC2_PASSWORD: "long-enough" },
      undefined,
      /A user name holds/,
    ],
    ["a short password", { SYNC2_USERNAME: "a", SYNC2_PASSWORD: "abc" }, undefined, /password is too short/],
  ])("is refused with %s", async (_, env, auth, message) => {
    const said = await refusal("{}", MADE, env, auth ? { auth } : {});
    expect(said).toMatch(message);
    expect(said).not.toContain(CANARY);
  });
});

describe("credentials of the configuration", () => {
  test("are of any scheme, with those of others beside them, and the environment comes first", async () => {
    const content = `endpoint: ${MADE}\ncredentials: { scheme: hawk, id: "{account}", key: "key-{account}" }\ntoken: its-token`;
    expect((await read(content)).keys).toEqual(keyring({ scheme: "hawk", ...hawk }, { token: "its-token" }));
    expect((await read(content, undefined, { SYNC2_HAWK_KEY: "other" })).keys.hawk).toEqual({
      id: "{account}",
      key: "other",
    });
    const short = `endpoint: ${MADE}\ntoken: its-token\nhawk: { id: "{account}", key: "key-{account}", algorithm: sha256 }`;
    expect((await read(short)).keys).toEqual(keyring({ scheme: "bearer", token: "its-token" }, { hawk }));
    expect(
      (await read(`endpoint: ${MADE}\nhawk: { id: "{account}", key: "key-{account}" }`)).keys.main.scheme,
    ).toBe("hawk");
    expect((await read(`endpoint: ${MADE}\ncredentials: { scheme: none }`)).keys.main).toEqual({
      scheme: "none",
    });
    const basic = `endpoint: ${MADE}\ncredentials: { scheme: basic, username: ann }`;
    expect((await read(basic, undefined, { SYNC2_PASSWORD: "password" })).keys.main).toMatchObject({
      username: "ann",
    });
  });

  test("are filled in for each account of a list, which may have its own", async () => {
    const { accounts } = await read(`
      credentials: { scheme: hawk, id: "{account}", key: "key-{account}" }
      token: no-template
      accounts:
        - { name: one, endpoint: "${A}/1" }
        - { name: two, endpoint: "${A}/2", token: "own-{account}" }
        - { name: three, endpoint: "${A}/3", credentials: { scheme: none }, hawk: { id: x, key: own-key } }
        - { name: four, endpoint: "${A}/4", hawk: { id: x, key: own-key } }`);
    expect(accounts.map(({ keys }) => keys)).toEqual([
      keyring({ scheme: "hawk", id: "one", key: "key-one" }),
      keyring({ scheme: "bearer", token: "own-two" }, { hawk: { id: "two", key: "key-two" } }),
      keyring({ scheme: "none" }, { hawk: { id: "x", key: "own-key" } }),
      keyring({ scheme: "hawk", id: "four", key: "key-four" }),
    ]);
  });

  const credentials = (text: string, more = "") => `endpoint: ${MADE}\ncredentials: ${text}\n${more}`;
  test.each<[string, string, RegExp]>([
    ["no scheme", credentials("{ token: abcd }"), /sync2\.yaml:2:1: at credentials: "scheme" is missing/],
    [
      "an unknown scheme",
      credentials("{ scheme: digest }"),
      /at credentials\.scheme: has to be one of "bearer", "hawk"/,
    ],
    [
      "a field of another scheme",
      credentials(`{ scheme: hawk, token: ${CANARY} }`),
      /at credentials: "token" does not belong to the scheme hawk/,
    ],
    [
      "a missing field",
      credentials("{ scheme: hawk, id: a }"),
      /at credentials: the key is missing\. Set SYNC2_HAWK_KEY/,
    ],
    [
      "another algorithm",
      credentials("{ scheme: hawk, algorithm: sha1 }"),
      /sync2\.yaml:2:41: at credentials\.algorithm: has to be "sha256"/,
    ],
    [
      "a token twice",
      credentials(`{ scheme: bearer, token: ${CANARY} }`, "token: other"),
      /at credentials: "token" is here and beside/,
    ],
    [
      "a key twice",
      credentials(`{ scheme: hawk, id: a, key: ${CANARY} }`, "hawk: { id: a, key: long }"),
      /at credentials: .*"hawk" is beside/,
    ],
    ["half of Hawk", `endpoint: ${MADE}\nhawk: { id: a }`, /at hawk: "key" is missing/],
    ["no endpoint for them", "credentials: { scheme: none }", /"credentials" but no "endpoint"/],
    [
      "an account without any",
      `accounts: [{ name: a, endpoint: ${A} }]`,
      /sync2\.yaml:1:12: at accounts\.0: no credentials/,
    ],
    [
      "an account with half of them",
      `accounts: [{ name: a, endpoint: ${A}, credentials: { scheme: basic } }]`,
      /at accounts\.0\.credentials: the username/,
    ],
  ])("are refused for %s", async (_, content, message) => {
    const said = await refusal(content);
    expect(said).toMatch(message);
    expect(said).not.toContain(CANARY);
  });

  test("go to the endpoint beside them alone, and contradict no option", async () => {
    const content = credentials("{ scheme: hawk, id: a, key: long-enough }");
    expect(await refusal(content, "http://other.example/")).toMatch(
      /No token for http:\/\/other.*endpoint beside them/,
    );
    expect(await refusal(content, undefined, {}, { auth: "basic" })).toMatch(
      /scheme is hawk, and --auth says basic/,
    );
    expect((await read(content, undefined, {}, { auth: "hawk" })).keys.main.scheme).toBe("hawk");
  });
});

test.each([
  [["check", "--auth", "digest"], /--auth.*Allowed choices are bearer, hawk, basic, none/],
  [["check", "--auth", "basic"], /--auth basic: the embedded reference server takes bearer and hawk/],
])("a scheme that cannot be is refused: %s", async (args, message) => {
  const { code, err } = await sync2(args);
  expect(err).toMatch(message);
  expect({ code, trace: hasTrace(err) }).toEqual({ code: 2, trace: false });
});
