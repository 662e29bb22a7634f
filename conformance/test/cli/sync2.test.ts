import { describe, expect, test } from "vitest";
import { CANARY, hasTrace, report, sync2, TOKEN, useFolder } from "../support/command.ts";
import { closedPort, STUBBORN, withServer } from "../support/servers.ts";

useFolder();

describe("mistakes of the user: exit 2, a sentence and no stack trace", () => {
  const URL_WITH = "http://127.0.0.1:9/{account}";
  test.each<[string, string[], Record<string, string>, RegExp]>([
    ["an endpoint that is no URL", ["check", "nonsense"], { SYNC2_TOKEN: TOKEN }, /"nonsense" is not a URL/],
    [
      "an endpoint of another scheme",
      ["check", "ftp://a/"],
      { SYNC2_TOKEN: TOKEN },
      /neither http nor https/,
    ],
    [
      "an endpoint with credentials",
      ["check", "http://u:p@a/"],
      { SYNC2_TOKEN: TOKEN },
      /contains credentials/,
    ],
    ["no token", ["check", URL_WITH], {}, /No token for .*Set SYNC2_TOKEN/],
    ["an empty endpoint", ["check"], { SYNC2_ENDPOINT: "" }, /endpoint is empty/],
    ["rules that are empty", ["check", "--only", ""], {}, /--only.*is empty/],
    ["rules that are a comma", ["check", "--only", " ,"], {}, /--only.*is empty/],
    ["a folder that is empty", ["check", "--report", ""], {}, /--report.*is empty/],
    ["a folder that cannot be made", ["check", "--report", "/proc/none/x"], {}, /--report \/proc\/none\/x: /],
    ["a folder that is a file", ["check", "--report", process.execPath], {}, /--report \S*node: /],
    ["a configuration that is empty", ["check", "--config", ""], {}, /--config.*is empty/],
    ["an unknown rule", ["check", "--only", "no.such"], {}, /no\.such: no rule has this id/],
    ["an unknown option", ["check", "--bogus"], {}, /unknown option '--bogus'/],
    ["an unknown command", ["bogus"], {}, /unknown command 'bogus'/],
    ["a number that is none", ["check", "--timeout", "soon"], {}, /has to be a number/],
    ["a seed that is none", ["check", "--seed", "-1"], {}, /--seed.*whole number from 0/],
    ["an effort below the ordinary one", ["check", "--effort", "0.5"], {}, /--effort.*number from 1/],
    [
      "a configuration that is not there",
      ["check", "--config", "none.yaml"],
      {},
      /none\.yaml: cannot be read/,
    ],
    ["a token with a line feed", ["check", URL_WITH], { SYNC2_TOKEN: "a\nb" }, /token holds white space/],
    ["public tokens for others", ["serve", "--host", "0.0.0.0"], {}, /others could reach the server/],
    ["an unknown rule to explain", ["rules", "no.such"], {}, /"no\.such": no rule/],
  ])("%s", async (_, args, env, message) => {
    const { code, err, out } = await sync2(args, env);
    expect(err).toMatch(message);
    expect({ code, trace: hasTrace(err), out }).toEqual({ code: 2, trace: false, out: "" });
  });
});

describe("a target that cannot be used: exit 3, within a bounded time", () => {
  const check = (origin: string) =>
    sync2(["check", `${origin}/{account}`, "--timeout", "1"], { SYNC2_TOKEN: TOKEN });

  test("nothing listens", async () => {
    const { code, err } = await check(await closedPort());
    expect(err).toMatch(/cannot be reached: connection refused/);
    expect(code).toBe(3);
  });

  test.each(Object.entries(STUBBORN).filter(([name]) => !name.includes("empty object")))(
    "%s",
    async (_, listener) => {
      const { code, err, out } = await withServer(listener, check);
      expect({ code, out, trace: hasTrace(err), leaked: err.includes(CANARY) }).toEqual({
        code: 3,
        out: "",
        trace: false,
        leaked: false,
      });
    },
  );
});

describe("a stubborn server that may be wiped: exit 1, and nothing passed", () => {
  test("answers 200 to everything", async () => {
    const listener = STUBBORN["answers 200 and an empty object"] as (typeof STUBBORN)[string];
    const args = ["--wipe", "--only", "record,info,path,auth"];
    const env = { SYNC2_TOKEN: TOKEN };
    const { code } = await withServer(listener, (origin) =>
      sync2(["check", `${origin}/{account}`, ...args], env),
    );
    expect(code).toBe(1);
    expect(report().summary.passed).toBe(0);
  });
});

describe("sync2 rules", () => {
  test("explains a rule", async () => {
    const { code, out } = await sync2(["rules", "record.created"]);
    expect(out).toContain("A PUT or POST that creates a record MUST answer 201.");
    expect(out).toMatch(/Check +conformance\/checks\/record\/index\.ts:\d+/);
    expect(out).toMatch(/Fault +conformance\/reference\/faults\/record\S*\.ts:\d+: a server that/);
    expect(code).toBe(0);
  });

  test("lists an area, also for programs", async () => {
    const { out } = await sync2(["rules", "order", "--json"]);
    const listed = JSON.parse(out) as { id: string; check: string; fault: object }[];
    expect(listed.length).toBeGreaterThan(1);
    expect(listed.every(({ check, fault }) => check && fault)).toBe(true);
  });
});
