import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { type Fault, replying } from "../../reference/faults/fault.ts";
import { faults } from "../../reference/faults/index.ts";
import { type Running, startReference } from "../../reference/server.ts";
import schema from "../../results/report.schema.json" with { type: "json" };
import type { Report, RuleResult } from "../../results/report-model.ts";
import { CANARY, folder, hasTrace, sync2, TOKEN, useFolder } from "../support/command.ts";
import { result, report as sample, violated } from "../support/sample-report.ts";
import { closedPort } from "../support/servers.ts";

useFolder();

const FILE = join(folder, "report.json");
const CONFIG = join(folder, "replay.yaml");
const secret = { token: (account: string) => TOKEN.replace("{account}", account) };

/** The result of a rule, as a report of an endpoint tells it. */
function tell(results: RuleResult[], endpoint: string, accounts = "made on the fly"): void {
  writeFileSync(FILE, JSON.stringify(sample(results, { target: { endpoint, accounts } })));
}

/** Replays a rule; neither a credential nor a stack trace is in what is said. */
async function replay(
  rule: string,
  args: string[] = [],
  env: Record<string, string> = { SYNC2_TOKEN: TOKEN },
) {
  const ended = await sync2(["replay", FILE, rule, ...args], env);
  const said = ended.out + ended.err;
  expect({ leaked: said.includes(CANARY), trace: hasTrace(said) }).toEqual({ leaked: false, trace: false });
  expect(said).not.toMatch(/mac="(?!\[mac\])/);
  return ended;
}

async function withReference<T>(fault: Fault | null, work: (server: Running) => Promise<T>): Promise<T> {
  const server = await startReference({ ...secret, ...(fault?.handler && { wrap: fault.handler }) });
  return work(server).finally(() => server.close());
}

const faultOf = (rule: TestableRuleId) => (faults as Record<TestableRuleId, Fault>)[rule];

describe("a violation", () => {
  test("is shown with the whole conversation, and its end with another server", async () => {
    const checked = await withReference(faultOf("record.created"), async ({ endpoint }) => {
      const run = await sync2(["check", endpoint, "--only", "record.created", "--report", folder], {
        SYNC2_TOKEN: TOKEN,
      });
      expect(run.code).toBe(1);
      return { ...(await replay("record.created", ["--endpoint", endpoint])), endpoint };
    });
    const { out, err, code } = checked;
    expect({ code, err }).toEqual({ code: 1, err: `Checking record.created at ${checked.endpoint}\n` });
    expect(out).toMatch(
      /^attempt 1 for \/control\n\n {2}record\.created#1 {2}set-up {2}[\d.]+ ms\n {2}> GET \/2\.0\/\S+\/info\/collections\n {2}> Authorization: Bearer \[token of \S+\]\n {2}< 200 OK\n/,
    );
    for (const title of ["attempt 2 for /control", "attempt 1 for /storage", "attempt 2 for /storage"]) {
      expect(out).toContain(`\n${title}\n`);
    }
    const shows = out.split("\n\n").find((part) => part.includes("← shows the violation")) ?? "";
    expect(shows).toMatch(/^ {2}record\.created#3 {2}[\d.]+ ms.*\n {2}> POST \S+\/control\/c\/post\n/);
    expect(shows).toMatch(
      /\n {2}> Content-Type: application\/json\n {2}>\n {2}> \{"payload":"x"\}\n {2}< 204 No Content\n/,
    );
    expect(shows).toMatch(/\n {2}< x-weave-timestamp: \d+\n/);
    expect(out).toMatch(/record\.created#\d+ {2}clean-up {2}[\d.]+ ms\n {2}> DELETE \S+\n/);
    expect(out).toMatch(/\n✕ record\.created {2}MUST\n.*\n {2}expected {2}.*201\n {2}got {7}204\n/);
    const date = /\nviolated, as in the report of (\S+)\n$/.exec(out)?.[1] ?? "";
    expect(new Date(date).toISOString()).toBe(date);

    await withReference(null, async ({ endpoint }) => {
      const now = await replay("record.created", ["--endpoint", endpoint]);
      expect(now).toMatchObject({ code: 0, err: `Checking record.created at ${endpoint}\n` });
      expect(now.out).toMatch(/\n✓ record\.created {2}MUST\n/);
      expect(now.out).toContain(`\nviolated in the report of ${date}, passed now\n`);
    });
  });

  test("that the contract layer saw in the check of another rule is looked for there", async () => {
    const fault = replying(
      "leaves out X-Weave-Store where a check puts its record",
      (reply, { method, path }) => {
        if (method === "PUT" && path.endsWith("/c/put")) reply.headers.delete("X-Weave-Store");
      },
    );
    await withReference(fault, async ({ endpoint }) => {
      const before = violated("header.store.present");
      const violation = before.violation && { ...before.violation, exchange: "record.created#2" };
      tell([{ ...before, violation }], endpoint);
      const { code, out, err } = await replay("header.store.present", ["--endpoint", endpoint]);
      expect(err).toContain("Checking header.store.present and record.created at");
      expect(out).toMatch(
        /! header\.store\.present: expected X-Weave-Store to be present; got no X-Weave-Store\n/,
      );
      expect(out).toMatch(/record\.created#2 .*← shows the violation/);
      expect({ code, end: out.trimEnd().split("\n").at(-1) }).toEqual({
        code: 1,
        end: expect.stringMatching(/^violated, as in the report of 2025-06-01T12:00:00.250Z$/),
      });
    });
  });
});

describe("a target", () => {
  test("of listed accounts that Hawk reaches comes from the configuration, with fresh signatures", async () => {
    await withReference(null, async ({ endpoint }) => {
      const at = (name: string) => endpoint.replace("{account}", name);
      const account = (name: string) => ({
        name,
        endpoint: at(name),
        credentials: { scheme: "hawk", id: name, key: TOKEN.replace("{account}", name) },
      });
      writeFileSync(CONFIG, JSON.stringify({ accounts: [account("one"), account("two")] }));
      tell([result("record.created", "passed")], at("one"), "2 given");
      const { code, out } = await replay("record.created", ["--config", CONFIG], {});
      expect(out).toMatch(/> Authorization: Hawk id="(one|two)", .*mac="\[mac\]"/);
      expect(out).toContain("passed, as in the report of");
      expect(code).toBe(0);

      tell([result("record.created", "passed")], at("three"), "2 given");
      const other = await replay("record.created", ["--config", CONFIG], {});
      expect(other).toMatchObject({
        code: 2,
        err: expect.stringMatching(/three, which the configuration does not name/),
      });
      expect((await replay("record.created")).err).toMatch(
        /several accounts \(2 given\)\. Name the configuration/,
      );
    });
  });

  test("of a scenario comes from the configuration too; without one the rule is untested, which is not green", async () => {
    await withReference(null, async ({ endpoint, scenarios }) => {
      tell([result("backoff.sent", "untested")], endpoint);
      const open = await replay("backoff.sent", ["--endpoint", endpoint]);
      expect(open.out).toMatch(/\? backoff\.sent {2}MUST\n.*\n {2}untested: needs the scenario "backoff"/);
      expect(open.code).toBe(4);

      const { endpoint: slow } = scenarios.backoff;
      writeFileSync(
        CONFIG,
        JSON.stringify({ endpoint, token: TOKEN, scenarios: { backoff: { endpoint: slow } } }),
      );
      const { code, out } = await replay("backoff.sent", ["--config", CONFIG], {});
      expect(out).toMatch(/< x-weave-backoff: /);
      expect(out).toContain("untested in the report of 2025-06-01T12:00:00.250Z, passed now");
      expect(code).toBe(0);
    });
  });

  test("that went away is named, and the embedded one started again", async () => {
    const at = `${await closedPort()}/2.0/{account}`;
    tell([result("path.unknown", "violated")], at);
    expect(await replay("path.unknown")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/Only the report names it.*--endpoint.*--reference starts it again/),
    });
    const gone = await replay("path.unknown", [], { SYNC2_TOKEN: TOKEN, SYNC2_ENDPOINT: at });
    expect(gone).toMatchObject({
      code: 3,
      out: "",
      err: expect.stringMatching(
        /cannot be reached: connection refused.*embedded reference server.*--reference/,
      ),
    });
    expect(await replay("path.unknown", [], { SYNC2_ENDPOINT: at })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/No token for .*--reference/),
    });

    const { code, out, err } = await replay("path.unknown", ["--reference", "--auth", "hawk", "--json"], {});
    const ajv = new Ajv2020();
    formats.default(ajv);
    ajv.addSchema(schema);
    const now = JSON.parse(out);
    expect(ajv.validate({ $ref: `${schema.$id}#/$defs/result` }, now), ajv.errorsText()).toBe(true);
    const { exchanges, ...rest } = now as RuleResult;
    expect(rest).toMatchObject({ rule: "path.unknown", outcome: "passed" });
    expect(exchanges.map(({ id }) => id)).toEqual(exchanges.map((_, index) => `path.unknown#${index + 1}`));
    expect(exchanges[0]?.part).toEqual({ partition: "control", attempt: 1, phase: "set-up" });
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(/\nviolated in the report of .*passed now\n$/),
    });
  });
});

test.each<[string, string, string[], RegExp]>([
  ["a rule that nobody knows", "no.such", [], /"no\.such": no rule has this id/],
  ["one that is nearly right", "record.craeted", [], /did you mean record\.created\?/],
  [
    "one that the run left out",
    "record.created",
    [],
    /no result for record\.created\. That run was narrowed/,
  ],
  ["two servers", "path.unknown", ["--reference", "--endpoint", "http://a.test/"], /name two servers/],
  [
    "credentials that the embedded one does not take",
    "path.unknown",
    ["--reference", "--auth", "basic"],
    /--auth basic/,
  ],
])("%s: exit 2", async (_, rule, args, message) => {
  tell([result("path.unknown", "passed")], "http://127.0.0.1:9/2.0/{account}");
  const { code, out, err } = await replay(rule, args);
  expect(err).toMatch(message);
  expect({ code, out }).toEqual({ code: 2, out: "" });
});

test("a report that is none: exit 2", async () => {
  writeFileSync(FILE, JSON.stringify({ results: [] } satisfies Partial<Report>));
  expect(await replay("path.unknown")).toMatchObject({
    code: 2,
    err: expect.stringMatching(/is not a report/),
  });
});
